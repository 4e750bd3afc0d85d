package runner

import (
	"context"

	"github.com/segmentio/kafka-go"
)

// A Message is what came in, whatever brought it.
type Message struct {
	Topic string
	Value []byte
}

// A Taker takes what came in.
type Taker interface {
	Handle(ctx context.Context, m Message) error
}

// A TakerFunc is a function as a Taker.
type TakerFunc func(ctx context.Context, m Message) error

// Handle calls it.
func (f TakerFunc) Handle(ctx context.Context, m Message) error { return f(ctx, m) }

// A Board has takers by topic.
type Board struct{ by map[string]Taker }

// On adds one.
func (b *Board) On(topic string, t Taker) *Board {
	b.by[topic] = t
	return b
}

// Run receives.
func (b *Board) Run(ctx context.Context, r *kafka.Reader) error {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if t, ok := b.by[m.Topic]; ok {
			if err := t.Handle(ctx, Message{m.Topic, m.Value}); err != nil {
				return err
			}
		}
	}
}
