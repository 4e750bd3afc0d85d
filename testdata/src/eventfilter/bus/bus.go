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
