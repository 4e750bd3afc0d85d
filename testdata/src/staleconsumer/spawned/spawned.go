// Package spawned runs each of its projections in a goroutine that is given it.
package spawned

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"
)

type Envelope struct {
	ID      string
	Payload json.RawMessage
}

// A Projection keeps what one sort of messages tells.
type Projection interface {
	Subject() string
	Handle(ctx context.Context, e Envelope) error
}

// A Runner runs them.
type Runner struct{ sub message.Subscriber }

// New returns one.
func New(sub message.Subscriber) *Runner { return &Runner{sub} }

// Run runs all of them.
func (r *Runner) Run(ctx context.Context, projections []Projection) error {
	var wg sync.WaitGroup
	for _, p := range projections {
		messages, err := r.sub.Subscribe(ctx, p.Subject())
		if err != nil {
			return err
		}
		wg.Add(1)
		go func(p Projection, messages <-chan *message.Message) {
			defer wg.Done()
			r.consume(ctx, p, messages)
		}(p, messages)
	}
	wg.Wait()
	return nil
}

func (r *Runner) consume(ctx context.Context, p Projection, messages <-chan *message.Message) {
	for {
		select {
		case <-ctx.Done():
			return
		case m, ok := <-messages:
			if !ok {
				return
			}
			r.one(ctx, p, m)
		}
	}
}

func (r *Runner) one(ctx context.Context, p Projection, m *message.Message) {
	if _, err := r.apply(ctx, p, m); err != nil {
		m.Nack()
		return
	}
	m.Ack()
}

func (r *Runner) apply(ctx context.Context, p Projection, m *message.Message) (Envelope, error) {
	var e Envelope
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return e, err
	}
	return e, p.Handle(ctx, e)
}
