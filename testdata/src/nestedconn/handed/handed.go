// Package handed has helpers that are handed the transaction, the pool, or
// either of them.
package handed

import (
	"context"
	"database/sql"
)

type store struct{ db *sql.DB }

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// insert queries what it is handed.
func insert(ctx context.Context, q querier) error {
	_, err := q.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

// either uses the pool where there is no transaction.
func (s *store) either(ctx context.Context, tx *sql.Tx) error {
	if tx == nil {
		_, err := s.db.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

// chosen does so by way of a variable.
func (s *store) chosen(ctx context.Context, tx *sql.Tx) error {
	q := querier(s.db)
	if tx != nil {
		q = tx
	}
	return insert(ctx, q)
}

type key struct{}

// joined uses the transaction that the context carries.
func (s *store) joined(ctx context.Context) error {
	if tx, ok := ctx.Value(key{}).(*sql.Tx); ok {
		return insert(ctx, tx)
	}
	return insert(ctx, s.db)
}

func (s *store) place(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := insert(ctx, tx); err != nil {
		return err
	}
	if err := insert(ctx, s.db); err != nil { // want "handed.insert takes a second connection"
		return err
	}
	if err := s.either(ctx, tx); err != nil {
		return err
	}
	if err := s.either(ctx, nil); err != nil { // want "handed.store.either takes a second connection"
		return err
	}
	if err := s.chosen(ctx, tx); err != nil {
		return err
	}
	if err := s.joined(context.WithValue(ctx, key{}, tx)); err != nil {
		return err
	}
	return tx.Commit()
}

// both is handed the transaction, and uses the pool all the same.
func both(ctx context.Context, tx *sql.Tx, db *sql.DB) error {
	if err := insert(ctx, tx); err != nil {
		return err
	}
	return insert(ctx, db)
}

func callsBoth(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := both(ctx, tx, db); err != nil { // want "handed.both takes a second connection"
		return err
	}
	return tx.Commit()
}
