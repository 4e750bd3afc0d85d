// Package generic has generic interfaces and types.
package generic

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

// Sink takes values of a type.
type Sink[T any] interface {
	Put(ctx context.Context, v T) error
}

// Remote is a Sink that calls out.
type Remote[T any] struct{ last T }

// Put calls out.
func (r *Remote[T]) Put(ctx context.Context, v T) error {
	r.last = v
	return remote.Call(ctx, "put")
}

// Memory is one that stays inside.
type Memory[T any] struct{ all []T }

// Put stays inside.
func (m *Memory[T]) Put(ctx context.Context, v T) error {
	m.all = append(m.all, v)
	return nil
}

func direct(ctx context.Context, tx *sql.Tx) error {
	m := &Memory[int]{}
	if err := m.Put(ctx, 1); err != nil {
		return err
	}
	r := &Remote[int]{}
	return r.Put(ctx, 1) // want "generic.Remote.Put leaves"
}

type service struct {
	ints    Sink[int]
	strings Sink[string]
}

func newService() *service { return &service{ints: &Remote[int]{}, strings: &Memory[string]{}} }

func (s *service) place(ctx context.Context, tx *sql.Tx) error {
	if err := s.strings.Put(ctx, "1"); err != nil { // this one stays inside
		return err
	}
	return s.ints.Put(ctx, 1) // want "generic.Sink(\\[int\\])?.Put leaves"
}

// each calls its function for each value.
func each[T any](list []T, fn func(T) error) error {
	for _, v := range list {
		if err := fn(v); err != nil {
			return err
		}
	}
	return nil
}

func mapped(ctx context.Context, tx *sql.Tx, ids []string) error {
	return each(ids, func(id string) error {
		return remote.Call(ctx, id) // want "remote.Call leaves"
	})
}

func mappedLocal(ctx context.Context, tx *sql.Tx, ids []string) error {
	return each(ids, func(id string) error { return remote.Local(ctx, id) })
}
