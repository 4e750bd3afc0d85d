// Package bus finds the handler of a request by the request's type.
package bus

import (
	"context"
	"errors"
	"reflect"
)

var handlers = map[reflect.Type]any{}

// A Handler handles requests of a type.
type Handler[T, R any] interface {
	Handle(ctx context.Context, request T) (R, error)
}

func RegisterRequestHandler[T, R any](h Handler[T, R]) {
	var request T
	handlers[reflect.TypeOf(request)] = h
}

func Send[T, R any](ctx context.Context, request T) (R, error) {
	h, ok := handlers[reflect.TypeOf(request)].(Handler[T, R])
	if !ok {
		var none R
		return none, errors.New("no handler")
	}
	return h.Handle(ctx, request)
}

// A Bus finds the handler of a command by the type that it turns out to have.
type Bus struct {
	handlers map[reflect.Type]func(context.Context, any) error
}

// An Executor executes commands of one type.
type Executor[C any] interface {
	Handle(ctx context.Context, command C) error
}

func RegisterExecutor[C any](b *Bus, h Executor[C]) {
	var command C
	b.handlers[reflect.TypeOf(command)] = func(ctx context.Context, command any) error {
		return h.Handle(ctx, command.(C))
	}
}

func (b *Bus) Dispatch(ctx context.Context, command any) error {
	h, ok := b.handlers[reflect.TypeOf(command)]
	if !ok {
		return errors.New("no handler")
	}
	return h(ctx, command)
}
