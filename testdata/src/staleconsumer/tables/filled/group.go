package filled

import (
	"context"

	"example.com/fixtures/staleconsumer/tables/runner"
)

// Group are handlers that say what they handle.
func (h *Handlers) Group() []runner.Handler { return []runner.Handler{&InList{h}} }

// Timed are run by the clock.
func (h *Handlers) Timed() []runner.Timed { return []runner.Timed{&ByClock{h}} }

type InList struct{ h *Handlers }

func (*InList) Topic() string { return "list" }

func (l *InList) Handle(ctx context.Context, value []byte) error {
	return l.h.Q.Rename(ctx, "list", string(value)) // want `consumer InList.Handle overwrites customers`
}

// Given is handed to the group one by one.
type Given struct{ H *Handlers }

func (*Given) Topic() string { return "given" }

func (g *Given) Handle(ctx context.Context, value []byte) error {
	return g.H.Q.Rename(ctx, "given", string(value)) // want `consumer Given.Handle overwrites customers`
}

type ByClock struct{ h *Handlers }

func (b *ByClock) Handle(ctx context.Context, name []byte) error {
	return b.h.Q.Rename(ctx, "clock", string(name))
}
