package libs

import (
	"context"

	"github.com/nats-io/nats.go"
)

// A delivery is what the service makes of any broker's message, with the functions
// that settle it in its fields.
type delivery struct {
	ID   string
	Data []byte

	Ack  func()
	Nack func()
}

// A record has no way to be handed back: it is no message.
type record struct {
	ID   string
	Data []byte

	Ack func()
}

type processor struct{ s *store }

func wrap(m *nats.Msg) *delivery {
	return &delivery{ID: m.Subject, Data: m.Data, Ack: func() { _ = m.Ack() }, Nack: func() { _ = m.Nak() }}
}

func (p *processor) process(ctx context.Context, in <-chan *delivery) {
	chunk := map[string]*delivery{}
	for d := range in {
		chunk[d.ID] = d
		if len(chunk) > 100 {
			p.flush(ctx, chunk)
			clear(chunk)
		}
	}
	p.flush(ctx, chunk)
}

func (p *processor) flush(ctx context.Context, chunk map[string]*delivery) {
	for _, d := range chunk {
		if err := p.s.rename(ctx, d.Data); err != nil { // want `consumer processor.flush overwrites customers`
			d.Nack()
			continue
		}
		d.Ack()
	}
}

func (p *processor) records(ctx context.Context, in <-chan record) {
	for r := range in {
		_ = p.s.rename(ctx, r.Data)
		r.Ack()
	}
}
