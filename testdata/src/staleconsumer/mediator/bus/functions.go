package bus

import (
	"context"
	"errors"
	"reflect"
)

// A Switchboard finds the function of a command by the command's type.
type Switchboard struct {
	functions map[reflect.Type]func(context.Context, any) error
}

// Register registers one.
func Register[C any](b *Switchboard, h func(context.Context, C) error) {
	b.functions[reflect.TypeFor[C]()] = func(ctx context.Context, command any) error { return h(ctx, command.(C)) }
}

// Execute calls it.
func Execute[C any](ctx context.Context, b *Switchboard, command C) error {
	h, ok := b.functions[reflect.TypeFor[C]()]
	if !ok {
		return errors.New("no function")
	}
	return h(ctx, command)
}
