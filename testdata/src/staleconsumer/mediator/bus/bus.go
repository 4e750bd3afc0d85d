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
