// Package rail brings messages to handlers, through whatever stands before them.
package rail

import (
	"context"
	"encoding/json"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

// A Message is a decoded delivery.
type Message[T any] struct {
	ID   string
	Body T
}

// Handler handles messages.
type Handler[T any] interface {
	Handle(ctx context.Context, m Message[T]) error
}

// Func is a function that handles messages.
type Func[T any] func(ctx context.Context, m Message[T]) error

// Handle calls it.
func (f Func[T]) Handle(ctx context.Context, m Message[T]) error { return f(ctx, m) }

// Middleware stands before a handler.
type Middleware[T any] func(Func[T]) Func[T]

// Server receives messages.
type Server struct {
	ch     *amqp.Channel
	routes map[string]func(context.Context, amqp.Delivery) error
}

// Bind has what comes from a queue handled.
func Bind[T any](s *Server, queue string, h Func[T], mws ...Middleware[T]) {
	for i := len(mws) - 1; i >= 0; i-- {
		h = mws[i](h)
	}
	s.routes[queue] = func(ctx context.Context, d amqp.Delivery) error {
		m := Message[T]{ID: d.MessageId}
		if err := json.Unmarshal(d.Body, &m.Body); err != nil {
			return err
		}
		return h(ctx, m)
	}
}

// On has what comes from a queue handled by a value.
func On[T any](s *Server, queue string, h Handler[T]) {
	s.routes[queue] = func(ctx context.Context, d amqp.Delivery) error {
		m := Message[T]{ID: d.MessageId}
		if err := json.Unmarshal(d.Body, &m.Body); err != nil {
			return err
		}
		return h.Handle(ctx, m)
	}
}

// Serve receives.
func (s *Server) Serve(ctx context.Context, queue string) error {
	in, err := s.ch.Consume(queue, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range in {
		if err := s.routes[queue](ctx, d); err != nil {
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
	return nil
}

// Quiet logs what its handler returns, and goes on.
func Quiet[T any](prefix string) Middleware[T] {
	return func(next Func[T]) Func[T] {
		return func(ctx context.Context, m Message[T]) error {
			if err := next(ctx, m); err != nil {
				log.Print(prefix, err)
			}
			return nil
		}
	}
}

// Timed passes on what its handler returns.
func Timed[T any](prefix string) Middleware[T] {
	return func(next Func[T]) Func[T] {
		return func(ctx context.Context, m Message[T]) error {
			err := next(ctx, m)
			log.Print(prefix, err)
			return err
		}
	}
}

// Calm is Quiet without a maker.
func Calm[T any](next Func[T]) Func[T] {
	return func(ctx context.Context, m Message[T]) error {
		if err := next(ctx, m); err != nil {
			log.Print(err)
		}
		return nil
	}
}

// A Line is how one queue is worked off.
type Line struct {
	queue             string
	ackFirst, lenient bool
	prefetch          bool
	handle            func(context.Context, amqp.Delivery) error
}

// Option is an option of a line.
type Option func(*Line)

// AckFirst acknowledges before the work.
func AckFirst() Option { return func(l *Line) { l.ackFirst = true } }

// Lenient acknowledges what fails.
func Lenient() Option { return func(l *Line) { l.lenient = true } }

// Prefetch takes more at once.
func Prefetch() Option { return func(l *Line) { l.prefetch = true } }

// Attach has a queue worked off.
func Attach[T any](s *Server, queue string, h Func[T], opts ...Option) {
	l := &Line{queue: queue, handle: func(ctx context.Context, d amqp.Delivery) error {
		m := Message[T]{ID: d.MessageId}
		if err := json.Unmarshal(d.Body, &m.Body); err != nil {
			return err
		}
		return h(ctx, m)
	}}
	for _, o := range opts {
		o(l)
	}
	go s.work(context.Background(), l)
}

func (s *Server) work(ctx context.Context, l *Line) {
	in, err := s.ch.Consume(l.queue, "", false, false, false, false, nil)
	if err != nil {
		return
	}
	for d := range in {
		if l.ackFirst {
			_ = d.Ack(false)
		}
		if err := l.handle(ctx, d); err != nil {
			if l.lenient {
				_ = d.Ack(false)
				continue
			}
			if !l.ackFirst {
				_ = d.Nack(false, true)
			}
			continue
		}
		if !l.ackFirst {
			_ = d.Ack(false)
		}
	}
}
