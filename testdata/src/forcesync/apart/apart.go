// Package apart has a consumer of its own for marked messages, and functions in a table.
package apart

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/forcesync/msgs"
)

type shelf struct{ db *sql.DB }

func (s *shelf) stored(ctx context.Context, id string) (at time.Time, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT synced_at FROM customers WHERE id = $1 FOR UPDATE", id).Scan(&at)
	return at, err
}

func (s *shelf) put(ctx context.Context, e *msgs.UserChanged) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedUtcDate, e.ID)
	return err
}

// daily leaves out what marked does.
func (s *shelf) daily(ctx context.Context, d amqp.Delivery) error {
	e := new(msgs.UserChanged)
	if err := json.Unmarshal(d.Body, e); err != nil {
		return err
	}
	if e.IsForceSync {
		return nil
	}
	at, err := s.stored(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(at) {
		return nil
	}
	return s.put(ctx, e)
}

func (s *shelf) marked(ctx context.Context, d amqp.Delivery) error {
	e := new(msgs.UserChanged)
	if err := json.Unmarshal(d.Body, e); err != nil {
		return err
	}
	if !e.IsForceSync {
		return nil
	}
	return s.put(ctx, e)
}
