// Package house makes watermill's routers for the services.
package house

import (
	"context"
	"encoding/json"
	"log"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
)

// A Bus brings messages.
type Bus struct {
	Router *message.Router
	sub    message.Subscriber
}

// An Option says what stands before the handlers.
type Option func(*message.Router)

// Reported logs failures, and is done with them.
func Reported(prefix string) Option {
	return func(r *message.Router) {
		r.AddMiddleware(func(next message.HandlerFunc) message.HandlerFunc {
			return func(m *message.Message) ([]*message.Message, error) {
				out, err := next(m)
				if err != nil {
					log.Print(prefix, err)
					return out, nil
				}
				return out, nil
			}
		})
	}
}

// Logged logs failures, and hands them on.
func Logged(prefix string) Option {
	return func(r *message.Router) {
		r.AddMiddleware(func(next message.HandlerFunc) message.HandlerFunc {
			return func(m *message.Message) ([]*message.Message, error) {
				out, err := next(m)
				if err != nil {
					log.Print(prefix, err)
				}
				return out, err
			}
		})
	}
}

// NewBus makes a bus.
func NewBus(sub message.Subscriber, options ...Option) (*Bus, error) {
	r, err := message.NewRouter(message.RouterConfig{}, watermill.NopLogger{})
	if err != nil {
		return nil, err
	}
	r.AddMiddleware(middleware.Recoverer)
	for _, o := range options {
		o(r)
	}
	return &Bus{Router: r, sub: sub}, nil
}

// On subscribes a function to a topic.
func On[T any](b *Bus, topic string, handle func(ctx context.Context, event T) error) *message.Handler {
	return b.Router.AddNoPublisherHandler(topic, topic, b.sub, func(m *message.Message) error {
		var event T
		if err := json.Unmarshal(m.Payload, &event); err != nil {
			return err
		}
		return handle(m.Context(), event)
	})
}
