// Command main runs each registry in its own way.
package main

import (
	"context"
	"database/sql"
	"log"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/staffing/runners/inbox"
	"example.com/fixtures/depwait/staffing/runners/kit"
)

func run(ctx context.Context, db *sql.DB, from *kafka.Reader) error {
	in := &inbox.Inbox{DB: db}
	kept, tried, lost, both := kit.NewRegistry(), kit.NewRegistry(), kit.NewRegistry(), kit.NewRegistry()
	in.Kept(kept)
	in.Tried(tried)
	in.Lost(lost)
	in.Both(both)
	go func() { log.Fatal(kit.Careless(ctx, from, lost)) }()
	go func() { log.Fatal(kit.Stubborn(ctx, from, tried)) }()
	go func() { log.Fatal(kit.Careless(ctx, from, both)) }()
	go func() { log.Fatal(kit.Careful(ctx, from, both)) }()
	return kit.Careful(ctx, from, kept)
}

func main() { log.Fatal(run(context.Background(), nil, nil)) }
