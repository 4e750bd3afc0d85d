// Package generic has repositories of whatever type one says.
package generic

import (
	"context"
	"database/sql"
)

// A Tabler says where it is kept.
type Tabler interface{ TableName() string }

// Asserted asks its type for the table, if it knows.
type Asserted[T any] struct{ db *sql.DB }

// NewAsserted makes one.
func NewAsserted[T any](db *sql.DB) *Asserted[T] { return &Asserted[T]{db} }

func (r *Asserted[T]) table() string {
	var zero T
	if t, ok := any(zero).(Tabler); ok {
		return t.TableName()
	}
	return "unknown"
}

// Count counts.
func (r *Asserted[T]) Count(ctx context.Context) (n int, err error) {
	err = r.db.QueryRowContext(ctx, "SELECT count(*) FROM "+r.table()).Scan(&n)
	return n, err
}

// Kept keeps the table's name.
type Kept[T any, P interface {
	*T
	TableName() string
}] struct {
	db    *sql.DB
	table string
}

// NewKept makes one.
func NewKept[T any, P interface {
	*T
	TableName() string
}](db *sql.DB) Kept[T, P] {
	return Kept[T, P]{db, P(new(T)).TableName()}
}

// Clear empties the table.
func (r Kept[T, P]) Clear(ctx context.Context) error {
	_, err := r.db.ExecContext(ctx, "DELETE FROM "+r.table)
	return err
}

// Store is what a service needs of a repository.
type Store[T any] interface {
	Count(ctx context.Context) (int, error)
}

// Service has a store of its type.
type Service[T any] struct{ store Store[T] }

// NewService makes one.
func NewService[T any](s Store[T]) *Service[T] { return &Service[T]{s} }

// Size asks the store.
func (s *Service[T]) Size(ctx context.Context) (int, error) { return s.store.Count(ctx) }
