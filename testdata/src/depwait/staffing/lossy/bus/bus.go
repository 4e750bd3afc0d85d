// Package bus is what others see of a broker.
package bus

import (
	"context"
	"encoding/json"
)

// A Delivery is a message.
type Delivery struct{ Body []byte }

// A Handler is given messages.
type Handler func(ctx context.Context, d Delivery) error

// A Bus brings messages.
type Bus interface {
	Subscribe(ctx context.Context, topic string, h Handler, opts ...Option) error
}

// Options are those of a subscription.
type Options struct {
	Once, Ordered bool
}

// An Option sets one of them.
type Option func(*Options)

// Once has no message delivered twice.
func Once() Option { return func(o *Options) { o.Once = true } }

// Ordered has them delivered in turn.
func Ordered() Option { return func(o *Options) { o.Ordered = true } }

// On subscribes a function.
func On[T any](ctx context.Context, b Bus, topic string, handle func(context.Context, T) error, opts ...Option) error {
	return b.Subscribe(ctx, topic, func(ctx context.Context, d Delivery) error {
		var v T
		if err := json.Unmarshal(d.Body, &v); err != nil {
			return err
		}
		return handle(ctx, v)
	}, opts...)
}
