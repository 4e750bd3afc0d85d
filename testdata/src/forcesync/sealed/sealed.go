// Package sealed has handlers that are given envelopes: the mark is on what is
// inside.
package sealed

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/forcesync/msgs"
	"example.com/fixtures/staleconsumer/sealed/wire"
)

type handlers struct{ db *sql.DB }

// Receive picks the handler.
func (h *handlers) Receive(ctx context.Context, m kafka.Message) error {
	var e wire.Envelope
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return h.table()[e.Name](ctx, e)
}

func (h *handlers) table() map[string]func(context.Context, wire.Envelope) error {
	return map[string]func(context.Context, wire.Envelope) error{"deaf": h.deaf, "heeds": h.heeds}
}

const upsert = `INSERT INTO customers (id, name, last_message_at) VALUES ($1, $2, $3)
	ON CONFLICT (id) DO UPDATE SET name = excluded.name, last_message_at = excluded.last_message_at
	WHERE customers.last_message_at < excluded.last_message_at`

func (h *handlers) deaf(ctx context.Context, e wire.Envelope) error {
	u, err := wire.Open[msgs.UserChanged](e)
	if err != nil {
		return err
	}
	_, err = h.db.ExecContext(ctx, upsert, u.ID, u.Name, u.CreatedUtcDate) // want `consumer handlers.deaf refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too`
	return err
}

func (h *handlers) heeds(ctx context.Context, e wire.Envelope) error {
	u, err := wire.Open[msgs.UserChanged](e)
	if err != nil {
		return err
	}
	_, err = h.db.ExecContext(ctx, upsert+" OR $4", u.ID, u.Name, u.CreatedUtcDate, u.IsForceSync)
	return err
}
