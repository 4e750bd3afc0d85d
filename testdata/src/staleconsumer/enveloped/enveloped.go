// Package enveloped makes its handlers of functions that are given what is in the envelope
// beside the envelope itself.
package enveloped

import (
	"context"
	"database/sql"
	"encoding/json"

	amqp "github.com/rabbitmq/amqp091-go"
)

type (
	Envelope struct {
		Event string
		Data  json.RawMessage
	}
	Duty    struct{ ID, Place string }
	Plan    struct{ ID, Place string }
	Version struct {
		ID, Place string
		Rev       int64
	}
)

type handler interface {
	Handle(ctx context.Context, e Envelope) error
}

type handlerFunc func(ctx context.Context, e Envelope) error

func (f handlerFunc) Handle(ctx context.Context, e Envelope) error { return f(ctx, e) }

func typed[T any](fn func(ctx context.Context, e Envelope, v T) error) handler {
	return handlerFunc(func(ctx context.Context, e Envelope) error {
		var v T
		if err := json.Unmarshal(e.Data, &v); err != nil {
			return err
		}
		return fn(ctx, e, v)
	})
}

// configured gives its function what it was made with in the envelope's place.
func configured(plan Plan, fn func(ctx context.Context, plan Plan, e Envelope) error) handler {
	return handlerFunc(func(ctx context.Context, e Envelope) error { return fn(ctx, plan, e) })
}

type dispatcher struct{ handlers map[string]handler }

func newDispatcher(db *sql.DB, plan Plan) *dispatcher {
	return &dispatcher{map[string]handler{
		"duty": typed(func(ctx context.Context, _ Envelope, d Duty) error {
			_, err := db.ExecContext(ctx, `UPDATE drivers SET place = $2 WHERE id = $1`, d.ID, d.Place) // want `overwrites drivers`
			return err
		}),
		"version": typed(func(ctx context.Context, _ Envelope, v Version) error {
			_, err := db.ExecContext(ctx, `UPDATE drivers SET place = $2, rev = $3 WHERE id = $1 AND rev < $3`, v.ID, v.Place, v.Rev)
			return err
		}),
		"plan": configured(plan, func(ctx context.Context, p Plan, _ Envelope) error {
			_, err := db.ExecContext(ctx, `UPDATE plans SET place = $2 WHERE id = $1`, p.ID, p.Place)
			return err
		}),
	}}
}

func (d *dispatcher) Consume(ctx context.Context, deliveries <-chan amqp.Delivery) {
	for m := range deliveries {
		var e Envelope
		if err := json.Unmarshal(m.Body, &e); err != nil {
			_ = m.Reject(false)
			continue
		}
		if h, ok := d.handlers[e.Event]; ok {
			if err := h.Handle(ctx, e); err != nil {
				_ = m.Nack(false, true)
				continue
			}
		}
		_ = m.Ack(false)
	}
}

// Run consumes.
func Run(ctx context.Context, db *sql.DB, deliveries <-chan amqp.Delivery, plan Plan) {
	newDispatcher(db, plan).Consume(ctx, deliveries)
}
