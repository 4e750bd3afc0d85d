package infra

import (
	"context"

	"github.com/nats-io/nats.go/jetstream"
)

// A Sink takes what comes in.
type Sink interface {
	Subject() string
	Accept(ctx context.Context, data []byte) error
}

// Attach has each sink take the messages of its subject.
func Attach(ctx context.Context, js jetstream.JetStream, sinks ...Sink) error {
	for _, s := range sinks {
		c, err := js.Consumer(ctx, "stream", s.Subject())
		if err != nil {
			return err
		}
		if _, err := c.Consume(func(m jetstream.Msg) {
			if err := s.Accept(ctx, m.Data()); err != nil {
				_ = m.Nak()
				return
			}
			_ = m.Ack()
		}); err != nil {
			return err
		}
	}
	return nil
}
