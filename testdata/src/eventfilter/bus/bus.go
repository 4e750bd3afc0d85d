// Package bus is shared.
package bus

import (
	"context"
	"slices"
)

type Producer interface {
	HandleWhen(before, after any) bool
}

type Typed[T any] interface {
	Worth(before, after T) (bool, error)
}

// Base publishes all: a default for others to override.
type Base struct{}

func (Base) HandleWhen(before, after any) bool { return Everything() }

func Everything() bool { return true }

// Func makes a filter of a function.
type Func func(before, after any) bool

func (f Func) HandleWhen(before, after any) bool { return f(before, after) }

// Not makes one that says the opposite.
type Not func(before, after any) bool

func (n Not) HandleWhen(before, after any) bool { return !n(before, after) }

// A Change is what happened to a row.
type Change struct {
	Origin string
	Fields []string
	Count  uint
	Delta  int
}

func (c Change) Touches(fields ...string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return slices.Contains(c.Fields, f) })
}

// A Source publishes changes of which it lets pass what it wants.
type Source interface {
	Topic() string
	Pass(ctx context.Context, c Change) bool
}

// A Rule is one for rows of a type.
type Rule[T any] interface {
	Wants(before, after T) bool
	Message(T) any
}
