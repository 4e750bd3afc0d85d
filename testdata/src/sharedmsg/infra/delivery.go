package infra

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// A Delivery is a message with where it came from.
type Delivery[T any] struct {
	Subject string
	Body    T
}

// On has a function take the messages of a subject.
func On[T any](conn *nats.Conn, subject string, take func(context.Context, Delivery[T]) error) error {
	_, err := conn.Subscribe(subject, func(m *nats.Msg) {
		d := Delivery[T]{Subject: m.Subject}
		if err := json.Unmarshal(m.Data, &d.Body); err != nil {
			return
		}
		_ = take(context.Background(), d)
	})
	return err
}
