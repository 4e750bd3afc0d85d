// Package kit is what the services share by which they receive messages.
package kit

import (
	"context"
	"errors"

	"github.com/segmentio/kafka-go"
)

// A Message is what the service makes of the broker's.
type Message struct {
	Event string
	Body  []byte
}

// A Handler is given messages.
type Handler func(ctx context.Context, m Message) error

// An Intake receives messages.
type Intake struct{ Reader *kafka.Reader }

// Run gives each to a handler.
func (i *Intake) Run(ctx context.Context, h Handler) error {
	for {
		m, err := i.Reader.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := h(ctx, parse(m)); err != nil {
			continue
		}
		if err := i.Reader.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func parse(m kafka.Message) Message { return Message{Event: string(m.Key), Body: m.Value} }

// Guarded keeps what a handler fails at for good away from the queue.
func Guarded(now func() string, inner Handler) Handler {
	return func(ctx context.Context, m Message) error {
		if err := inner(ctx, m); err != nil {
			return errors.Join(errors.New(now()), err)
		}
		return nil
	}
}
