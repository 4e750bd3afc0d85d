// Package domain has the interfaces.
package domain

import (
	"context"
	"time"

	"example.com/fixtures/forcesync/msgs"
)

// A Customer is a copy.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
	Override bool
}

// Customers keeps them.
type Customers interface {
	Find(ctx context.Context, id string) (*Customer, error)
	SaveIfNewer(ctx context.Context, c *Customer) error
	SaveOr(ctx context.Context, c *Customer, anyway bool) error
	SaveDeaf(ctx context.Context, c *Customer, anyway bool) error
	SaveMarked(ctx context.Context, c *Customer) error
	SaveWith(ctx context.Context, c *Customer, opts ...Option) error
}

// Options are how a customer is saved.
type Options struct{ Anyway bool }

// An Option sets one.
type Option func(*Options)

// Anyway saves whatever the order.
func Anyway(yes bool) Option { return func(o *Options) { o.Anyway = yes } }

// A Policy decides.
type Policy interface {
	Applies(ctx context.Context, c *Customer, e *msgs.UserChanged) bool
}
