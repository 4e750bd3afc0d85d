// Package wire knows the store.
package wire

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/fronted"
	"example.com/fixtures/staleconsumer/msgs"
)

type store struct{ db *sql.DB }

func (s *store) Add(ctx context.Context, id, name string) error {
	_, err := s.db.ExecContext(ctx, `UPDATE customers SET name = $2 WHERE id = $1`, id, name)
	return err
}

func (s *store) Keep(ctx context.Context, e msgs.CustomerChanged) error {
	_, err := s.db.ExecContext(ctx, `UPDATE customers SET name = $2, synced_at = $3 WHERE id = $1 AND synced_at < $3`, e.ID, e.Name, e.CreatedAt)
	return err
}

// Run wires.
func Run(ctx context.Context, nc *nats.Conn, db *sql.DB) error {
	return fronted.Subscribe(ctx, nc, fronted.New(&store{db}))
}
