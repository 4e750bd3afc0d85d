// Command cmd fills the server's fields.
package main

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/values"
)

// A store runs functions in transactions.
type store struct{ db *sql.DB }

func (s store) inTx(ctx context.Context, fn func(context.Context) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func plain(ctx context.Context, fn func(context.Context) error) error { return fn(ctx) }

func main() {
	s := values.New(remote.Call)
	s.Notify = remote.Call
	s.Local = remote.Local
	s.InTx = store{}.inTx
	s.Plain = plain
	_ = s.Run(context.Background())
	_ = s.Place(context.Background(), nil)
}
