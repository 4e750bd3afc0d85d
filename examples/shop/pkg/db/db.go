// Package db holds what the services share when they talk to PostgreSQL.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Tx is what InTx needs of a transaction.
type Tx interface {
	Commit(ctx context.Context) error
	Rollback(ctx context.Context) error
}

// Beginner opens transactions; *pgxpool.Pool is one.
type Beginner[T Tx] interface {
	Begin(ctx context.Context) (T, error)
}

// InTx runs fn in a transaction, which it commits if fn returns nil and rolls back otherwise.
func InTx[T Tx](ctx context.Context, b Beginner[T], fn func(ctx context.Context, tx T) error) error {
	tx, err := b.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := fn(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback(context.WithoutCancel(ctx)))
	}
	return tx.Commit(ctx)
}

// WithTx is InTx for database/sql.
func WithTx(ctx context.Context, d *sql.DB, fn func(tx *sql.Tx) error) (err error) {
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
			return
		}
		err = tx.Commit()
	}()
	return fn(tx)
}

// WithConn runs fn on one connection of the pool, for session-level locks and settings.
func WithConn(ctx context.Context, d *sql.DB, fn func(conn *sql.Conn) error) error {
	conn, err := d.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connection: %w", err)
	}
	defer conn.Close()
	return fn(conn)
}

// Begin opens a transaction that the server ends when it sits idle for longer than a few seconds. The function
// returned rolls back whatever has not been committed; defer it.
func Begin(ctx context.Context, d *sqlx.DB, idle time.Duration) (*sqlx.Tx, func(), error) {
	tx, err := d.BeginTxx(ctx, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("begin: %w", err)
	}
	rollback := func() { _ = tx.Rollback() }
	timeout := fmt.Sprintf("%dms", idle.Milliseconds())
	if _, err := tx.ExecContext(ctx, "SELECT set_config('idle_in_transaction_session_timeout', $1, true)", timeout); err != nil {
		rollback()
		return nil, nil, fmt.Errorf("limit idle time: %w", err)
	}
	return tx, rollback, nil
}
