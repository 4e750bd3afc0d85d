// Package bus brings messages to their handlers, and has those come again that fail.
package bus

import (
	"context"
	"encoding/json"
	"errors"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

// ErrMissing says that something has not come in yet.
var ErrMissing = errors.New("missing")

// A Handler handles messages.
type Handler func(ctx context.Context, body []byte) error

type route struct {
	queue  string
	handle Handler
}

// A Server hands messages to handlers.
type Server struct {
	Channel *amqp.Channel
	routes  []route
}

// On subscribes a handler.
func (s *Server) On(queue string, handle Handler) {
	s.routes = append(s.routes, route{queue, handle})
}

// Run goes on until the channel is closed.
func (s *Server) Run(ctx context.Context) error {
	for _, r := range s.routes {
		deliveries, err := s.Channel.Consume(r.queue, "", false, false, false, false, nil)
		if err != nil {
			return err
		}
		go func() {
			for d := range deliveries {
				if err := r.handle(ctx, d.Body); err != nil {
					d.Nack(false, true)
					continue
				}
				d.Ack(false)
			}
		}()
	}
	return nil
}

// JSON is a handler of what a message decodes to.
func JSON[T any](handle func(context.Context, T) error) Handler {
	return func(ctx context.Context, body []byte) error {
		var v T
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		return handle(ctx, v)
	}
}

// Lenient takes what is missing for no failure.
func Lenient(h Handler) Handler {
	return func(ctx context.Context, body []byte) error {
		err := h(ctx, body)
		if errors.Is(err, ErrMissing) {
			return nil
		}
		return err
	}
}

// Quiet makes middleware that says what has failed, and takes it for done.
func Quiet(name string) func(Handler) Handler {
	return func(next Handler) Handler {
		return func(ctx context.Context, body []byte) error {
			if err := next(ctx, body); err != nil {
				log.Print(name, ": ", err)
			}
			return nil
		}
	}
}

// Named makes middleware that says what has failed, and hands it on.
func Named(name string) func(Handler) Handler {
	return func(next Handler) Handler {
		return func(ctx context.Context, body []byte) error {
			err := next(ctx, body)
			if err != nil {
				log.Print(name, ": ", err)
			}
			return err
		}
	}
}
