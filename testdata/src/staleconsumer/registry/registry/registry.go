// Package registry keeps handlers by the names of what they handle.
package registry

import (
	"context"
	"encoding/json"
	"reflect"
)

// A Handler handles one type of messages.
type Handler[T any] interface {
	Handle(ctx context.Context, v T) error
}

type entry struct {
	typ  reflect.Type
	call func(ctx context.Context, v any) error
}

// A Registry calls the handler that is registered under a name.
type Registry struct{ byName map[string]entry }

func New() *Registry { return &Registry{byName: map[string]entry{}} }

func Register[T any](r *Registry, name string, h Handler[T]) {
	r.byName[name] = entry{
		typ:  reflect.TypeFor[T](),
		call: func(ctx context.Context, v any) error { return h.Handle(ctx, *(v.(*T))) },
	}
}

// Send decodes a body and hands it to its handler.
func (r *Registry) Send(ctx context.Context, name string, body []byte) error {
	e, ok := r.byName[name]
	if !ok {
		return nil
	}
	v := reflect.New(e.typ).Interface()
	if err := json.Unmarshal(body, v); err != nil {
		return err
	}
	return e.call(ctx, v)
}

// A Board tells the process itself what happened, as bytes like a broker's.
type Board struct {
	listeners map[string]func(ctx context.Context, body []byte) error
}

func Listen[T any](b *Board, name string, fn func(ctx context.Context, v T) error) {
	b.listeners[name] = func(ctx context.Context, body []byte) error {
		var v T
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		return fn(ctx, v)
	}
}

func (b *Board) Tell(ctx context.Context, name string, body []byte) error {
	if listen, ok := b.listeners[name]; ok {
		return listen(ctx, body)
	}
	return nil
}

// A Table calls functions that are given what was decoded.
type Table struct {
	byName map[string]func(ctx context.Context, body []byte) error
}

func On[T any](t *Table, name string, fn func(ctx context.Context, v T) error) {
	t.byName[name] = func(ctx context.Context, body []byte) error {
		var v T
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		return fn(ctx, v)
	}
}

func (t *Table) Run(ctx context.Context, name string, body []byte) error {
	if fn, ok := t.byName[name]; ok {
		return fn(ctx, body)
	}
	return nil
}
