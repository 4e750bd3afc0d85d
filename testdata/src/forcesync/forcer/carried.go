package forcer

import (
	"context"
	"encoding/json"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/forcesync/msgs"
)

// A record is how messages come in.
type record struct {
	Topic string
	Value []byte
}

// typed decodes for whoever takes the message, and gives the record as well.
func typed[T any](take func(context.Context, T, record) error) func(context.Context, record) error {
	return func(ctx context.Context, r record) error {
		var v T
		if err := json.Unmarshal(r.Value, &v); err != nil {
			return err
		}
		return take(ctx, v, r)
	}
}

func (s *store) receive(ctx context.Context, d amqp.Delivery) error {
	r := record{Topic: d.RoutingKey, Value: d.Body}
	if r.Topic == "companies" {
		return typed(s.unmarked)(ctx, r)
	}
	return typed(s.carried)(ctx, r)
}

// carried knows nothing of the mark, which the record does not bear.
func (s *store) carried(ctx context.Context, e msgs.UserChanged, _ record) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, e.CreatedUtcDate, e.ID) // want `consumer store.carried refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too`
	return err
}

// Near miss: a message without a mark.

func (s *store) unmarked(ctx context.Context, e msgs.CompanyChanged, _ record) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, e.CreatedUtcDate, e.ID)
	return err
}
