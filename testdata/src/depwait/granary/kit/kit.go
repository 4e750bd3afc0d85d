// Package kit registers handlers of decoded messages, with what stands before them.
package kit

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"time"

	"github.com/segmentio/kafka-go"
)

// A Handler handles messages of one type.
type Handler[T any] interface {
	Handle(ctx context.Context, m T) error
}

// HandlerFunc is a function as a Handler.
type HandlerFunc[T any] func(ctx context.Context, m T) error

// Handle calls it.
func (f HandlerFunc[T]) Handle(ctx context.Context, m T) error { return f(ctx, m) }

// A Layer stands before a Handler.
type Layer[T any] func(Handler[T]) Handler[T]

// Chain puts layers before a handler.
func Chain[T any](h Handler[T], layers ...Layer[T]) Handler[T] {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}

// A Look says whether something is there.
type Look func(ctx context.Context, key string) (bool, error)

// ErrMissing says that it is not.
var ErrMissing = errors.New("missing")

// Await looks ten times.
func Await(ctx context.Context, key string, look Look) error {
	for range 10 {
		ok, err := look(ctx, key)
		if err != nil {
			return err
		}
		if ok {
			return nil
		}
		time.Sleep(time.Second)
	}
	return ErrMissing
}

// Needs holds messages back that what they name is not there for.
func Needs[T any](key func(T) string, look Look) Layer[T] {
	return func(next Handler[T]) Handler[T] {
		return HandlerFunc[T](func(ctx context.Context, m T) error {
			if err := Await(ctx, key(m), look); err != nil {
				return err
			}
			return next.Handle(ctx, m)
		})
	}
}

// Wants is like Needs, and goes on all the same.
func Wants[T any](key func(T) string, look Look) Layer[T] {
	return func(next Handler[T]) Handler[T] {
		return HandlerFunc[T](func(ctx context.Context, m T) error {
			if err := Await(ctx, key(m), look); err != nil {
				log.Print(err)
			}
			return next.Handle(ctx, m)
		})
	}
}

// Noted writes down what fails.
func Noted[T any](next Handler[T]) Handler[T] {
	return HandlerFunc[T](func(ctx context.Context, m T) error {
		err := next.Handle(ctx, m)
		if err != nil {
			log.Print(err)
		}
		return err
	})
}

// Ignored forgets what fails.
func Ignored[T any](next Handler[T]) Handler[T] {
	return HandlerFunc[T](func(ctx context.Context, m T) error {
		if err := next.Handle(ctx, m); err != nil {
			log.Print("ignored: ", err)
		}
		return nil
	})
}

// A Registry knows the handlers by their topics.
type Registry struct {
	by map[string]func(ctx context.Context, body []byte) error
}

// On registers a handler.
func On[T any](r *Registry, topic string, h Handler[T], layers ...Layer[T]) {
	h = Chain(h, layers...)
	r.by[topic] = func(ctx context.Context, body []byte) error {
		var m T
		if err := json.Unmarshal(body, &m); err != nil {
			return err
		}
		return h.Handle(ctx, m)
	}
}

// OnFunc registers a function.
func OnFunc[T any](r *Registry, topic string, f func(context.Context, T) error, layers ...Layer[T]) {
	On(r, topic, HandlerFunc[T](f), layers...)
}

// Run receives, and comes again with what failed.
func (r *Registry) Run(ctx context.Context, reader *kafka.Reader) error {
	for {
		m, err := reader.FetchMessage(ctx)
		if err != nil {
			return err
		}
		h, ok := r.by[m.Topic]
		if !ok {
			continue
		}
		if err := h(ctx, m.Value); err != nil {
			return err
		}
		if err := reader.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
