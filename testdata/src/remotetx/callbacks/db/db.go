// Package db has a project's own helpers around transactions. None of them is
// in any list: what they do follows from their bodies.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/fixtures/remote"
)

// InTx commits what fn has done, or rolls it back.
func InTx(ctx context.Context, db *sql.DB, fn func(context.Context, *sql.Tx) error) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
			return
		}
		err = tx.Commit()
	}()
	return fn(ctx, tx)
}

// InTxNamed wraps InTx, and adds a literal of its own.
func InTxNamed(ctx context.Context, db *sql.DB, name string, fn func(*sql.Tx) error) error {
	return InTx(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "SELECT set_config('app.name', $1, TRUE)", name); err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
}

// InTxRetry wraps the wrapper, and passes fn on as it is.
func InTxRetry(ctx context.Context, db *sql.DB, fn func(*sql.Tx) error) (err error) {
	for range 3 {
		if err = InTxNamed(ctx, db, "retry", fn); err == nil {
			return nil
		}
	}
	return err
}

// Quietly runs fn without any argument, in a transaction all the same.
func Quietly(ctx context.Context, db *sql.DB, fn func() error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(); err != nil {
		return err
	}
	return tx.Commit()
}

// BeforeAndAfter runs its first function before, its third one after.
func BeforeAndAfter(ctx context.Context, db *sql.DB, before func() error, in func(*sql.Tx) error, after func() error) error {
	if err := before(); err != nil {
		return err
	}
	err := InTx(ctx, db, func(_ context.Context, tx *sql.Tx) error { return in(tx) })
	if err != nil {
		return err
	}
	return after()
}

// WithConn has the shape of InTx and opens no transaction.
func WithConn(ctx context.Context, db *sql.DB, fn func(context.Context, *sql.Conn) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return fn(ctx, conn)
}

// WithDB likewise.
func WithDB(ctx context.Context, db *sql.DB, fn func(context.Context, *sql.DB) error) error {
	return fn(ctx, db)
}

// Tx is what Generic needs of one.
type Tx interface {
	Commit(context.Context) error
	Rollback(context.Context) error
}

// Beginner opens transactions of some type.
type Beginner[T Tx] interface {
	Begin(context.Context) (T, error)
}

// Generic is InTx for every library.
func Generic[T Tx](ctx context.Context, b Beginner[T], fn func(context.Context, T) error) error {
	tx, err := b.Begin(ctx)
	if err != nil {
		return err
	}
	if err := fn(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback(ctx))
	}
	return tx.Commit(ctx)
}

// Value is InTx with a result.
func Value[V any](ctx context.Context, db *sql.DB, fn func(*sql.Tx) (V, error)) (v V, err error) {
	err = InTx(ctx, db, func(_ context.Context, tx *sql.Tx) error {
		v, err = fn(tx)
		return err
	})
	return v, err
}

// Noisy calls out itself, while its transaction is open.
func Noisy(ctx context.Context, db *sql.DB, fn func(*sql.Tx) error) error {
	return InTx(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		if err := remote.Call(ctx, "begun"); err != nil { // want "remote.Call leaves"
			return err
		}
		return fn(tx)
	})
}

// A Manager holds the pool.
type Manager struct{ db *sql.DB }

// Do runs its functions one after another, in one transaction.
func (m *Manager) Do(ctx context.Context, fns ...func(*sql.Tx) error) error {
	return InTx(ctx, m.db, func(_ context.Context, tx *sql.Tx) error {
		for _, fn := range fns {
			if err := fn(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run is a method that runs its function.
func (m *Manager) Run(ctx context.Context, fn func(context.Context) error) error {
	return InTx(ctx, m.db, func(ctx context.Context, _ *sql.Tx) error { return fn(ctx) })
}
