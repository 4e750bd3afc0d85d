package runner

import (
	"context"

	"github.com/segmentio/kafka-go"
)

// A Handler says what it handles.
type Handler interface {
	Topic() string
	Handle(ctx context.Context, value []byte) error
}

// A Group keeps handlers by topic.
type Group struct {
	reader *kafka.Reader
	by     map[string]Handler
}

// NewGroup makes a group.
func NewGroup(r *kafka.Reader, list ...Handler) *Group {
	g := &Group{reader: r, by: map[string]Handler{}}
	for _, h := range list {
		g.by[h.Topic()] = h
	}
	return g
}

// Run receives.
func (g *Group) Run(ctx context.Context) error {
	for {
		m, err := g.reader.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if h := g.by[m.Topic]; h != nil {
			if err := h.Handle(ctx, m.Value); err != nil {
				return err
			}
		}
	}
}

// A Timed is handled by the clock.
type Timed interface {
	Handle(ctx context.Context, name []byte) error
}

// RunTimed runs what is timed.
func RunTimed(ctx context.Context, list []Timed) {
	for _, t := range list {
		_ = t.Handle(ctx, []byte("tick"))
	}
}
