// Package scopes holds what opens a transaction in an unusual way.
package scopes

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/fixtures/remote"
)

// begin has extra results: a context with a deadline and what rolls back.
func begin(ctx context.Context, db *sql.DB) (context.Context, *sql.Tx, func(), error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		cancel()
		return nil, nil, nil, err
	}
	return ctx, tx, func() { _ = tx.Rollback(); cancel() }, nil
}

func extraResults(ctx context.Context, db *sql.DB) error {
	txCtx, tx, rollback, err := begin(ctx, db)
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	defer rollback()
	if err := remote.Call(txCtx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func rollsBack(ctx context.Context, db *sql.DB) error {
	_, _, rollback, err := begin(ctx, db)
	if err != nil {
		return err
	}
	rollback()
	return remote.Call(ctx, "rolled back")
}

// beginner is what hides the pool.
type beginner interface {
	BeginTx(context.Context, pgx.TxOptions) (pgx.Tx, error)
}

func behindInterface(ctx context.Context, b beginner) error {
	tx, err := b.BeginTx(ctx, pgx.TxOptions{})
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	defer tx.Rollback(ctx)
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// The begin, the call and the commit sit in an inner literal, which somebody
// else runs.
func innerLiteral(ctx context.Context, pool *pgxpool.Pool) func() error {
	return func() error {
		tx, err := pool.Begin(ctx)
		if err != nil {
			return err
		}
		if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
			return errors.Join(err, tx.Rollback(ctx))
		}
		if err := tx.Commit(ctx); err != nil {
			return err
		}
		return remote.Call(ctx, "after")
	}
}

func innerLiteralRun(ctx context.Context, pool *pgxpool.Pool) error {
	work := func(ctx context.Context) error {
		tx, err := pool.Begin(ctx)
		if err != nil {
			return err
		}
		defer tx.Rollback(ctx)
		if err := charge(ctx); err != nil { // want "scopes.charge leaves"
			return err
		}
		return tx.Commit(ctx)
	}
	if err := work(ctx); err != nil {
		return err
	}
	return charge(ctx)
}

func charge(ctx context.Context) error { return remote.Call(ctx, "charge") }

// A session begins when it is made and ends when it is closed.
type session struct {
	tx   *sql.Tx
	done bool
}

func newSession(db *sql.DB) (*session, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &session{tx: tx}, nil
}

func (s *session) Done() { s.done = true }

func (s *session) Close() error {
	if s.done {
		return s.tx.Commit()
	}
	return s.tx.Rollback()
}

func (s *session) Insert(ctx context.Context) error {
	_, err := s.tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

func withSession(ctx context.Context, db *sql.DB) error {
	s, err := newSession(db)
	if err != nil {
		return remote.Call(ctx, "there is none")
	}
	defer s.Close()
	if err := s.Insert(ctx); err != nil {
		return err
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	s.Done()                                // merely marks it
	return remote.Call(ctx, "still inside") // want "remote.Call leaves"
}

func closesSession(ctx context.Context, db *sql.DB) error {
	s, err := newSession(db)
	if err != nil {
		return err
	}
	if err := s.Insert(ctx); err != nil {
		return errors.Join(err, s.Close())
	}
	if err := s.Close(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// A unit of work is made first and begins later.
type unitOfWork struct {
	db *sql.DB
	tx *sql.Tx
}

func (u *unitOfWork) Begin(ctx context.Context) (err error) {
	u.tx, err = u.db.BeginTx(ctx, nil)
	return err
}

func (u *unitOfWork) Commit() error { return u.tx.Commit() }

func (u *unitOfWork) Rollback() error { return u.tx.Rollback() }

func withUnit(ctx context.Context, db *sql.DB) error {
	u := &unitOfWork{db: db}
	if err := remote.Call(ctx, "not begun"); err != nil {
		return err
	}
	if err := u.Begin(ctx); err != nil {
		return remote.Call(ctx, "begin failed")
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		_ = u.Rollback()
		return remote.Call(ctx, "rolled back")
	}
	if err := u.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// The same behind an interface.
type unit interface {
	Begin(context.Context) error
	Commit() error
	Rollback() error
}

func withUnitInterface(ctx context.Context, u unit) error {
	if err := remote.Call(ctx, "not begun"); err != nil {
		return err
	}
	if err := u.Begin(ctx); err != nil {
		return err
	}
	defer u.Rollback()
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := u.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// A transaction that is a struct's value.
type Tx struct {
	*sql.Tx
	log *slog.Logger
}

func beginValue(db *sql.DB) (Tx, error) {
	tx, err := db.Begin()
	return Tx{Tx: tx, log: slog.Default()}, err
}

func structValue(ctx context.Context, db *sql.DB) error {
	tx, err := beginValue(db)
	if err != nil {
		return err
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// One function of a repository gives back an open transaction, its neighbour
// commits before it returns.
type repository struct{ db *sql.DB }

func (r *repository) lock(ctx context.Context) (*sql.Tx, error) {
	tx, err := r.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, "SELECT 1 FROM orders FOR UPDATE"); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}

func (r *repository) save(ctx context.Context) (int, error) {
	tx, err := r.lock(ctx)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	return 1, tx.Commit()
}

func locks(ctx context.Context, r *repository) error {
	tx, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	return tx.Commit()
}

func saves(ctx context.Context, r *repository) error {
	if _, err := r.save(ctx); err != nil {
		return err
	}
	return remote.Call(ctx, "it has committed")
}
