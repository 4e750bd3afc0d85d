// Package sqlc has the store that is usually written around sqlc's code.
package sqlc

import (
	"context"
	"database/sql"
	"fmt"

	"example.com/fixtures/remote"
)

type dbtx interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

// Queries is sqlc's.
type Queries struct{ db dbtx }

// New is sqlc's.
func New(db dbtx) *Queries { return &Queries{db} }

// Insert is sqlc's.
func (q *Queries) Insert(ctx context.Context) error {
	_, err := q.db.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

// Store adds transactions.
type Store interface {
	ExecTx(ctx context.Context, fn func(*Queries) error) error
	PlaceTx(ctx context.Context, after func(id string) error) error
}

// SQLStore is the Store.
type SQLStore struct {
	*Queries
	db *sql.DB
}

// NewStore gives back the interface.
func NewStore(db *sql.DB) Store { return &SQLStore{New(db), db} }

// ExecTx runs fn in a transaction.
func (s *SQLStore) ExecTx(ctx context.Context, fn func(*Queries) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	q := New(tx)
	if err := fn(q); err != nil {
		if rbErr := tx.Rollback(); rbErr != nil {
			return fmt.Errorf("tx err: %w, rb err: %w", err, rbErr)
		}
		return err
	}
	return tx.Commit()
}

// PlaceTx runs its hook within, whatever its name says.
func (s *SQLStore) PlaceTx(ctx context.Context, after func(id string) error) error {
	return s.ExecTx(ctx, func(q *Queries) error {
		if err := q.Insert(ctx); err != nil {
			return err
		}
		return after("1")
	})
}

func direct(ctx context.Context, s *SQLStore) error {
	err := s.ExecTx(ctx, func(q *Queries) error {
		if err := q.Insert(ctx); err != nil {
			return err
		}
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func throughInterface(ctx context.Context, s Store) error {
	return s.ExecTx(ctx, func(q *Queries) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

func hook(ctx context.Context, s Store) error {
	return s.PlaceTx(ctx, func(id string) error {
		return remote.Call(ctx, id) // want "remote.Call leaves"
	})
}
