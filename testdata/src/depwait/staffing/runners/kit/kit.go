// Package kit has a registry of handlers, and several functions that run it. What becomes
// of a failure is chosen by the one that is called.
package kit

import (
	"context"
	"log"
	"time"

	"github.com/segmentio/kafka-go"
)

// A Handler handles what is in a message.
type Handler func(ctx context.Context, body []byte) error

// A Registry keeps handlers.
type Registry struct{ byKind map[string]Handler }

// NewRegistry returns an empty one.
func NewRegistry() *Registry { return &Registry{byKind: map[string]Handler{}} }

// On adds a handler.
func (r *Registry) On(kind string, h Handler) { r.byKind[kind] = h }

// Dispatch hands data to its handler, of which it does not know that they are a message's.
func (r *Registry) Dispatch(ctx context.Context, kind string, body []byte) error {
	h, ok := r.byKind[kind]
	if !ok {
		return nil
	}
	return h(ctx, body)
}

// Careful commits what was handled.
func Careful(ctx context.Context, from *kafka.Reader, r *Registry) error {
	for {
		m, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := r.Dispatch(ctx, m.Topic, m.Value); err != nil {
			return err
		}
		if err := from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

// Stubborn tries again until it is handled.
func Stubborn(ctx context.Context, from *kafka.Reader, r *Registry) error {
	for {
		m, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		for r.Dispatch(ctx, m.Topic, m.Value) != nil {
			time.Sleep(time.Second)
		}
		if err := from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

// Careless commits whatever came of it.
func Careless(ctx context.Context, from *kafka.Reader, r *Registry) error {
	for {
		m, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := r.Dispatch(ctx, m.Topic, m.Value); err != nil {
			log.Print(err)
		}
		if err := from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
