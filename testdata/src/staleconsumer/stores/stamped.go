package stores

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"
)

type stampSync struct{ db *sql.DB }

// Rows that say no more than that a message of their key came, and when.

func (s *stampSync) seen(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO pairs (customer_id, email, synced_at) VALUES ($1, $2, NOW()) ON CONFLICT (customer_id, email) DO UPDATE SET synced_at = NOW()", e.ID, e.Email)
	return err
}

// seenNamed overwrites the name as well.
func (s *stampSync) seenNamed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO pairs (customer_id, name, synced_at) VALUES ($1, $2, NOW()) ON CONFLICT (customer_id) DO UPDATE SET name = $2, synced_at = NOW()", e.ID, e.Name) // want `consumer stampSync.seenNamed overwrites pairs`
	return err
}
