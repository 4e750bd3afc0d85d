// Package direct queries the pool in the body of the transaction.
package direct

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

type store struct {
	db      *sql.DB
	replica *sql.DB
}

func (s *store) inside(ctx context.Context) error {
	if err := s.db.PingContext(ctx); err != nil { // none is open yet
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		_, err := s.db.ExecContext(ctx, "INSERT INTO failures DEFAULT VALUES") // it failed to begin
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO lines DEFAULT VALUES"); err != nil { // want "sql.DB.ExecContext takes a second connection from the pool while the transaction opened at line 23"
		return err
	}
	if _, err := s.replica.QueryContext(ctx, "SELECT 1"); err != nil { // another pool
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO done DEFAULT VALUES") // it is over
	return err
}

func (s *store) begin(ctx context.Context) (*sql.Tx, error) { return s.db.BeginTx(ctx, nil) }

func (s *store) count(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM orders").Scan(&n)
	return n, err
}

// Begin and query are both in helpers.
func (s *store) helpers(ctx context.Context) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := s.count(ctx); err != nil { // want "direct.store.count takes a second connection"
		return err
	}
	return tx.Commit()
}

// Two stores may be of two databases.
func others(ctx context.Context, a, b *store) error {
	tx, err := a.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := b.count(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

// inTx runs fn in a transaction.
func (s *store) inTx(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (s *store) callback(ctx context.Context) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		_, err := s.count(ctx) // want "direct.store.count takes a second connection"
		return err
	})
	if err != nil {
		return err
	}
	_, err = s.count(ctx)
	return err
}

// In a goroutine of its own it waits for nobody here.
func (s *store) spawned(ctx context.Context) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		go s.count(ctx)
		return nil
	})
}

var pool *pgxpool.Pool

func global(ctx context.Context) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
			return err
		}
		_, err := pool.Exec(ctx, "INSERT INTO lines DEFAULT VALUES") // want "pgxpool.Pool.Exec takes a second connection"
		return err
	})
}

// A savepoint is on the same connection.
func savepoint(ctx context.Context) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	sub, err := tx.Begin(ctx)
	if err != nil {
		return err
	}
	if _, err := sub.Exec(ctx, "SELECT 1"); err != nil {
		return err
	}
	return errors.Join(sub.Commit(ctx), tx.Commit(ctx))
}

// What an *sqlx.DB embeds is the same pool.
func embedded(ctx context.Context, db *sqlx.DB) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := db.ExecContext(ctx, "INSERT INTO lines DEFAULT VALUES"); err != nil { // want "sql.DB.ExecContext takes a second connection"
		return err
	}
	db.SetMaxOpenConns(3) // takes none
	return tx.Commit()
}

// The variable is another one by then.
func reassigned(ctx context.Context, first, second *sql.DB) error {
	db := first
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	db = second
	if _, err := db.ExecContext(ctx, "INSERT INTO lines DEFAULT VALUES"); err != nil {
		return err
	}
	return tx.Commit()
}
