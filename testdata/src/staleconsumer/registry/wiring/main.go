// Command wiring registers the handlers.
package main

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/registry/handlers"
	"example.com/fixtures/staleconsumer/registry/ingest"
	"example.com/fixtures/staleconsumer/registry/registry"
	"example.com/fixtures/staleconsumer/registry/store"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		panic(err)
	}
	s := store.Store{DB: db}
	r, table, board := registry.New(), new(registry.Table), new(registry.Board)
	registry.Register(r, "named", handlers.Named{Store: s})
	registry.Register(r, "changed", handlers.Changed{Store: s})
	registry.Register(r, "merged", handlers.Merged{Store: s})
	registry.Register(r, "merged_some", handlers.MergedSome{Store: s})
	registry.Register(r, "appended", handlers.Appended{Store: s})
	registry.Register(r, "locked", handlers.Locked{Store: s})
	registry.On(table, "titled", handlers.Named{Store: s}.Retitle)
	registry.Listen(board, "noted", handlers.Named{Store: s}.Noted)
	in := &ingest.Ingester{Reader: kafka.NewReader(kafka.ReaderConfig{GroupID: "g", Topic: "t"}), Registry: r, Table: table, Board: board}
	if err := in.Run(context.Background()); err != nil {
		panic(err)
	}
}
