// Package routes picks the handlers of messages out of tables.
package routes

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

// An Apply handles a message's value.
type Apply func(ctx context.Context, value []byte) error

// A Table is handlers by the type that a header names.
type Table map[string]Apply

func (t Table) find(m kafka.Message) (Apply, bool) {
	for _, h := range m.Headers {
		if h.Key == "type" {
			fn, ok := t[string(h.Value)]
			return fn, ok
		}
	}
	return nil, false
}

// Run receives.
func Run(ctx context.Context, r *kafka.Reader, t Table) error {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if fn, ok := t.find(m); ok {
			if err := fn(ctx, m.Value); err != nil {
				return err
			}
		}
	}
}

// A Registry keeps handlers by topic.
type Registry struct{ by map[string]Apply }

// Add registers one.
func (r *Registry) Add(topic string, fn Apply) { r.by[topic] = fn }

// Find is the handler of a topic, or nil.
func (r *Registry) Find(topic string) Apply { return r.by[topic] }

// Timed is what the clock runs, by name.
type Timed map[string]Apply

func (t Timed) next(name string) Apply { return t[name] }

// Tick runs what is timed: nothing came in.
func Tick(ctx context.Context, t Timed, name string) error {
	return t.next(name)(ctx, []byte(`{"id":"all"}`))
}

// A Typed handles messages of a type.
type Typed[T any] func(m T) error

// Raw takes the bytes of one.
func (h Typed[T]) Raw() func([]byte) error {
	return func(b []byte) error {
		var m T
		if err := json.Unmarshal(b, &m); err != nil {
			return err
		}
		return h(m)
	}
}

// Each has messages of a type handled.
func Each[T any](ctx context.Context, r *kafka.Reader, h Typed[T]) error {
	return loop(ctx, r, func(m kafka.Message) error {
		return h.Raw()(m.Value)
	})
}

func loop(ctx context.Context, r *kafka.Reader, do func(kafka.Message) error) error {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if err := do(m); err != nil {
			return err
		}
	}
}
