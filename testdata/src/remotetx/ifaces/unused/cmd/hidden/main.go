package main

import (
	"context"
	"database/sql"

	"example.com/fixtures/remotetx/ifaces/unused/apphidden"
	"example.com/fixtures/remotetx/ifaces/unused/bus"
)

type work struct{ db *sql.DB }

func (w work) Within(ctx context.Context, fn func(context.Context) error) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

var registry = map[string]any{}

func found(key string) bus.Publisher { return registry[key].(bus.Publisher) }

func main() {
	db, _ := sql.Open("pgx", "")
	s := &apphidden.Service{DB: db, Bus: &bus.Counted{Publisher: found("publisher")}, Tx: work{db}}
	_ = s.Place(context.Background(), "1")
	_ = s.Confirm(context.Background(), "1")
}
