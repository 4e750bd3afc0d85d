// Package domain has the interfaces.
package domain

import (
	"context"
	"time"
)

// A Customer is a copy.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
}

// CustomerUpdated tells that one changed.
type CustomerUpdated struct{ ID, Name string }

// Customers keeps them.
type Customers interface {
	Save(ctx context.Context, c *Customer) error
	SaveQuietly(ctx context.Context, c *Customer) error
	SaveIf(ctx context.Context, c *Customer, publish bool) error
	SaveByContext(ctx context.Context, c *Customer) error
}

// Events are told to whoever listens.
type Events interface {
	Publish(ctx context.Context, topic string, event any) error
}

// Notices are told to whoever listens, or to nobody: there is more than one kind.
type Notices interface {
	Emit(ctx context.Context, topic string, event any) error
}

type quiet struct{}

// Quiet has saves raise nothing.
func Quiet(ctx context.Context) context.Context { return context.WithValue(ctx, quiet{}, true) }

// IsQuiet reports whether saves raise nothing.
func IsQuiet(ctx context.Context) bool { return ctx.Value(quiet{}) != nil }
