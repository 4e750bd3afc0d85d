// Package sealed has handlers that are given envelopes and open them.
package sealed

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/sealed/wire"
)

type handlers struct{ db *sql.DB }

func (h *handlers) table() map[string]func(context.Context, wire.Envelope) error {
	return map[string]func(context.Context, wire.Envelope) error{"changed": h.changed, "renamed": h.renamed}
}

// Receive picks the handler.
func (h *handlers) Receive(ctx context.Context, m kafka.Message) error {
	var e wire.Envelope
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return h.table()[e.Name](ctx, e)
}

// What is inside has a version.
func (h *handlers) changed(ctx context.Context, e wire.Envelope) error {
	c, err := wire.Open[msgs.CustomerChanged](e)
	if err != nil {
		return err
	}
	_, err = h.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", c.Name, c.ID) // want `consumer handlers.changed overwrites customers by a message of type msgs.CustomerChanged without comparing their order`
	return err
}

// Neither it nor the envelope tells an order.
func (h *handlers) renamed(ctx context.Context, e wire.Envelope) error {
	c, err := wire.Open[msgs.NameChanged](e)
	if err != nil {
		return err
	}
	_, err = h.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", c.Name, c.ID) // want `by a message of type msgs.NameChanged, which carries nothing to compare their order by`
	return err
}

// A stamped envelope tells the order of whatever is inside.
type stamped struct {
	Sent time.Time
	Body []byte
}

func unwrap[T any](s stamped) (T, error) {
	var v T
	err := json.Unmarshal(s.Body, &v)
	return v, err
}

// ReceiveStamped hands on what is stamped.
func (h *handlers) ReceiveStamped(ctx context.Context, m kafka.Message) error {
	var s stamped
	if err := json.Unmarshal(m.Value, &s); err != nil {
		return err
	}
	return h.renamedLater(ctx, s)
}

func (h *handlers) renamedLater(ctx context.Context, s stamped) error {
	c, err := unwrap[msgs.NameChanged](s)
	if err != nil {
		return err
	}
	_, err = h.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", c.Name, c.ID) // want `overwrites customers by a message of type sealed.stamped without comparing their order`
	return err
}
