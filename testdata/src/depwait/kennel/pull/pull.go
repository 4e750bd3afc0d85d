// Package pull takes messages from a stream. How they are settled is handed in.
package pull

import (
	"context"
	"encoding/json"
	"log"

	"github.com/nats-io/nats.go"
)

// A Handler handles the data of a message.
type Handler interface {
	Handle(ctx context.Context, data []byte) error
}

// A Func is a Handler.
type Func func(ctx context.Context, data []byte) error

// Handle calls f.
func (f Func) Handle(ctx context.Context, data []byte) error { return f(ctx, data) }

// JSON is a handler of what is decoded.
func JSON[T any](f func(context.Context, T) error) Handler {
	return Func(func(ctx context.Context, data []byte) error {
		var v T
		if err := json.Unmarshal(data, &v); err != nil {
			return err
		}
		return f(ctx, v)
	})
}

// A Puller pulls from one consumer of a stream.
type Puller struct{ Sub *nats.Subscription }

// Run pulls until the context ends.
func (p *Puller) Run(ctx context.Context, h Handler) error { return p.pull(ctx, h, p.settle) }

func (p *Puller) pull(ctx context.Context, h Handler, each func(context.Context, *nats.Msg, Handler) error) error {
	for ctx.Err() == nil {
		msgs, err := p.Sub.Fetch(8)
		if err != nil {
			return err
		}
		for _, m := range msgs {
			if err := each(ctx, m, h); err != nil {
				log.Print(err)
			}
		}
	}
	return ctx.Err()
}

func (p *Puller) settle(ctx context.Context, m *nats.Msg, h Handler) error {
	if err := h.Handle(ctx, m.Data); err != nil {
		_ = m.Nak()
		return err
	}
	return m.Ack()
}

// Preview has a handler look at a sample: at no message.
func Preview(ctx context.Context, h Handler, samples []string) error {
	return try(ctx, h, func(ctx context.Context, sample string, h Handler) error { return h.Handle(ctx, []byte(sample)) }, samples)
}

func try(ctx context.Context, h Handler, each func(context.Context, string, Handler) error, samples []string) error {
	for _, s := range samples {
		if err := each(ctx, s, h); err != nil {
			return err
		}
	}
	return nil
}
