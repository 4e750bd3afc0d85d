// Package bus is how a company consumes, kept in a module of its own.
package bus

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// A Consumer is given messages that are decoded already.
type Consumer[T any] interface {
	Consume(ctx context.Context, message T) error
}

// A RawHandler decodes by itself.
type RawHandler interface {
	HandleMessage(ctx context.Context, body []byte) error
}

// A Publisher sends.
type Publisher interface {
	Publish(ctx context.Context, body []byte) error
}

// A Group has its consumer's messages decoded.
type Group[T any] struct {
	conn     *nats.Conn
	consumer Consumer[T]
}

// NewGroup makes one.
func NewGroup[T any](conn *nats.Conn, consumer Consumer[T]) *Group[T] {
	return &Group[T]{conn: conn, consumer: consumer}
}

// Run subscribes it.
func (g *Group[T]) Run(ctx context.Context, subject string) error {
	_, err := g.conn.Subscribe(subject, func(m *nats.Msg) {
		var message T
		if err := json.Unmarshal(m.Data, &message); err == nil {
			_ = g.consumer.Consume(ctx, message)
		}
	})
	return err
}

// Add subscribes another one.
func Add(ctx context.Context, conn *nats.Conn, subject string, h RawHandler) error {
	_, err := conn.Subscribe(subject, func(m *nats.Msg) { _ = h.HandleMessage(ctx, m.Data) })
	return err
}
