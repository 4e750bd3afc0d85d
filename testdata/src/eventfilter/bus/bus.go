// Package bus is shared.
package bus

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
