// Package ingest hands what comes in to registries.
package ingest

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/registry/registry"
)

type Ingester struct {
	Reader   *kafka.Reader
	Registry *registry.Registry
	Table    *registry.Table
	Board    *registry.Board
}

func (in *Ingester) Run(ctx context.Context) error {
	for {
		m, err := in.Reader.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := in.Registry.Send(ctx, string(m.Key), m.Value); err != nil {
			return err
		}
		if err := in.Table.Run(ctx, string(m.Key), m.Value); err != nil {
			return err
		}
		if err := in.noted(ctx, m); err != nil {
			return err
		}
		if err := in.Reader.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

// noted raises an event of the process's own because of a message.
func (in *Ingester) noted(ctx context.Context, m kafka.Message) error {
	body, err := json.Marshal(msgs.NameChanged{ID: string(m.Key)})
	if err != nil {
		return err
	}
	return in.Board.Tell(ctx, "noted", body)
}
