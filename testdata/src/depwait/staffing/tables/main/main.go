// Command main receives the messages.
package main

import (
	"context"
	"encoding/json"
	"log"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/staffing/tables"
)

func run(ctx context.Context, from *kafka.Reader, handle func(context.Context, tables.Message) error) error {
	for {
		raw, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		var m tables.Message
		if err := json.Unmarshal(raw.Value, &m); err != nil {
			return err
		}
		if err := handle(ctx, m); err != nil {
			return err
		}
		if err := from.CommitMessages(ctx, raw); err != nil {
			return err
		}
	}
}

func main() { log.Fatal(run(context.Background(), nil, tables.New(nil).Handle)) }
