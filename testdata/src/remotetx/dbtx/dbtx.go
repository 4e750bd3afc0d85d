// Package dbtx has functions that take what may be a pool or a transaction:
// the finding stands where the transaction is certain, in who opened it.
package dbtx

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

// DBTX is what sqlc generates.
type DBTX interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// insert cannot tell what it is given.
func insert(ctx context.Context, db DBTX) error {
	if _, err := db.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return remote.Call(ctx, "maybe inside")
}

func inside(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := insert(ctx, tx); err != nil { // want "dbtx.insert leaves the process while the transaction opened at line 27"
		return err
	}
	return tx.Commit()
}

func outside(ctx context.Context, db *sql.DB) error { return insert(ctx, db) }

// The pool is given although a transaction is open: no matter, the call waits
// while the locks are held.
func pastIt(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := insert(ctx, db); err != nil { // want "dbtx.insert leaves"
		return err
	}
	return tx.Commit()
}

// Queries is what sqlc generates around it.
type Queries struct{ db DBTX }

func New(db DBTX) *Queries { return &Queries{db} }

func (q *Queries) WithTx(tx *sql.Tx) *Queries { return &Queries{tx} }

func (q *Queries) Insert(ctx context.Context) error {
	_, err := q.db.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

func (q *Queries) Notify(ctx context.Context) error { return remote.Call(ctx, "maybe inside") }

func withQueries(ctx context.Context, db *sql.DB) error {
	q := New(db)
	if err := q.Notify(ctx); err != nil { // outside
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	qtx := q.WithTx(tx)
	if err := qtx.Insert(ctx); err != nil {
		return err
	}
	if err := qtx.Notify(ctx); err != nil { // want "dbtx.Queries.Notify leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return q.Notify(ctx)
}

// A type switch finds out: on that branch it is one.
func finds(ctx context.Context, db DBTX) error {
	switch db := db.(type) {
	case *sql.Tx:
		if _, err := db.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
			return err
		}
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	default:
		return remote.Call(ctx, "outside")
	}
}
