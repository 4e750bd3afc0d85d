// Package unit has units of work, each of one transaction.
package unit

import (
	"context"
	"database/sql"
)

// A Pool starts units.
type Pool struct{ db *sql.DB }

// A Unit is one transaction, under names of its own.
type Unit struct {
	tx   *sql.Tx
	done bool
}

func (p *Pool) Start(ctx context.Context) (*Unit, error) {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &Unit{tx: tx}, nil
}

func (u *Unit) Exec(ctx context.Context, query string, args ...any) error {
	_, err := u.tx.ExecContext(ctx, query, args...)
	return err
}

func (u *Unit) Save() error {
	u.done = true
	return u.tx.Commit()
}

func (u *Unit) Discard() {
	if !u.done {
		_ = u.tx.Rollback()
	}
}

// A Lazy unit has no transaction before something is to be written.
type Lazy struct {
	db *sql.DB
	tx *sql.Tx
}

// A Lender lends them.
type Lender struct{ db *sql.DB }

func (l *Lender) Lend(context.Context) (*Lazy, error) { return &Lazy{db: l.db}, nil }

func (l *Lazy) Exec(ctx context.Context, query string, args ...any) (err error) {
	if l.tx == nil {
		if l.tx, err = l.db.BeginTx(ctx, nil); err != nil {
			return err
		}
	}
	_, err = l.tx.ExecContext(ctx, query, args...)
	return err
}

func (l *Lazy) Save() error {
	if l.tx == nil {
		return nil
	}
	return l.tx.Commit()
}

// A Report is made of what is there, in two ways.
type Report struct{ tx *sql.Tx }

// Within goes on with a transaction that is there.
type Within struct{ tx *sql.Tx }

func (w *Within) Open(context.Context) (*Report, error) { return &Report{tx: w.tx}, nil }

// Fresh begins one.
type Fresh struct{ db *sql.DB }

func (f *Fresh) Open(ctx context.Context) (*Report, error) {
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &Report{tx: tx}, nil
}

func (r *Report) Close() error { return r.tx.Commit() }
