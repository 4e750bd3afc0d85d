// Package context has transactions that travel in a context.
package context

import (
	"context"
	"database/sql"
	"errors"

	"example.com/fixtures/remote"
)

type key struct{}

func with(ctx context.Context, tx *sql.Tx) context.Context {
	return context.WithValue(ctx, key{}, tx)
}

func from(ctx context.Context) (*sql.Tx, bool) {
	tx, ok := ctx.Value(key{}).(*sql.Tx)
	return tx, ok
}

// Within joins the transaction in the context, or opens one.
func Within(ctx context.Context, db *sql.DB, fn func(context.Context) error) error {
	if _, ok := from(ctx); ok {
		return fn(ctx)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(with(ctx, tx)); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Joins runs fn with the context's transaction if there is one, and opens none.
func Joins(ctx context.Context, fn func(context.Context) error) error {
	if tx, ok := from(ctx); ok {
		if _, err := tx.ExecContext(ctx, "SAVEPOINT s"); err != nil {
			return err
		}
	}
	return fn(ctx)
}

func carried(ctx context.Context, db *sql.DB) error {
	err := Within(ctx, db, func(ctx context.Context) error {
		if err := insert(ctx, db); err != nil {
			return err
		}
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// A helper that only joins does not open one.
func joined(ctx context.Context) error {
	return Joins(ctx, func(ctx context.Context) error {
		return remote.Call(ctx, "no transaction is known of")
	})
}

func joinedInside(ctx context.Context, db *sql.DB) error {
	return Within(ctx, db, func(ctx context.Context) error {
		return Joins(ctx, func(ctx context.Context) error {
			return remote.Call(ctx, "inside") // want "remote.Call leaves"
		})
	})
}

type execer interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

// handle is the transaction, or the pool.
func handle(ctx context.Context, db *sql.DB) execer {
	if tx, ok := from(ctx); ok {
		return tx
	}
	return db
}

func insert(ctx context.Context, db *sql.DB) error {
	_, err := handle(ctx, db).ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

// It may or may not be in one; those who know stand above.
func insertAndCall(ctx context.Context, db *sql.DB) error {
	if err := insert(ctx, db); err != nil {
		return err
	}
	return remote.Call(ctx, "maybe inside")
}

func opens(ctx context.Context, db *sql.DB) error {
	return Within(ctx, db, func(ctx context.Context) error {
		return insertAndCall(ctx, db) // want "context.insertAndCall leaves"
	})
}

// begin gives back a context and nothing else.
func begin(ctx context.Context, db *sql.DB) (context.Context, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return with(ctx, tx), nil
}

func commit(ctx context.Context) error {
	tx, ok := from(ctx)
	if !ok {
		return errors.New("no transaction")
	}
	return tx.Commit()
}

func rollback(ctx context.Context) {
	if tx, ok := from(ctx); ok {
		_ = tx.Rollback()
	}
}

func beginsContext(ctx context.Context, db *sql.DB) error {
	txCtx, err := begin(ctx, db)
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	defer rollback(txCtx)
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := commit(txCtx); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// A context's other values and deadlines are no transactions.
func otherValues(ctx context.Context) error {
	if id, ok := ctx.Value(key{}).(string); ok {
		return remote.Call(ctx, id)
	}
	return remote.Call(context.WithoutCancel(ctx), "")
}

// On this branch the context has held one.
func found(ctx context.Context) error {
	tx, ok := ctx.Value(key{}).(*sql.Tx)
	if !ok {
		return remote.Call(ctx, "there is none")
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return remote.Call(ctx, "inside") // want "remote.Call leaves"
}
