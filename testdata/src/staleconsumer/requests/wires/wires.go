// Package wires gives messages to handlers of any kind, by an interface or by functions, and
// answers with what they give back.
package wires

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// A Handler answers requests.
type Handler interface {
	Answer(ctx context.Context, data []byte) (any, error)
}

// An Observer is told.
type Observer interface {
	Observe(ctx context.Context, data []byte) error
}

// A Wire has what comes in handled.
type Wire struct {
	nc       *nats.Conn
	handlers map[string]Handler
	watchers map[string]Observer
}

// New returns a wire.
func New(nc *nats.Conn) *Wire {
	return &Wire{nc, map[string]Handler{}, map[string]Observer{}}
}

// Handle adds a handler.
func (w *Wire) Handle(subject string, h Handler) { w.handlers[subject] = h }

// Watch adds an observer.
func (w *Wire) Watch(subject string, o Observer) { w.watchers[subject] = o }

// Run has the handlers answer.
func (w *Wire) Run(ctx context.Context) error {
	for subject, h := range w.handlers {
		if _, err := w.nc.Subscribe(subject, func(m *nats.Msg) {
			v, err := h.Answer(ctx, m.Data)
			if err != nil {
				_ = m.Respond([]byte(err.Error()))
				return
			}
			data, _ := json.Marshal(v)
			_ = m.Respond(data)
		}); err != nil {
			return err
		}
	}
	for subject, o := range w.watchers {
		if _, err := w.nc.Subscribe(subject, func(m *nats.Msg) {
			if err := o.Observe(ctx, m.Data); err != nil {
				_ = m.Respond([]byte(err.Error()))
				return
			}
			_ = m.Respond([]byte("ok"))
		}); err != nil {
			return err
		}
	}
	return nil
}

// Func has a function answer with bytes.
func (w *Wire) Func(subject string, f func(context.Context, []byte) ([]byte, error)) error {
	_, err := w.nc.Subscribe(subject, func(m *nats.Msg) {
		data, err := f(context.Background(), m.Data)
		if err != nil {
			_ = m.Respond([]byte(err.Error()))
			return
		}
		_ = m.Respond(data)
	})
	return err
}

// Raw has a function answer to the message itself.
func (w *Wire) Raw(subject string, f func(*nats.Msg) (any, error)) error {
	_, err := w.nc.Subscribe(subject, func(m *nats.Msg) {
		v, err := f(m)
		if err != nil {
			return
		}
		data, _ := json.Marshal(v)
		_ = m.Respond(data)
	})
	return err
}
