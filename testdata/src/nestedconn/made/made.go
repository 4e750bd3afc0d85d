// Package made has services with the pool in two places.
package made

import (
	"context"
	"database/sql"
)

// numbers is made from the pool that the ledger has too.
type numbers struct{ db *sql.DB }

func (n *numbers) next(ctx context.Context) (v int, err error) {
	err = n.db.QueryRowContext(ctx, "SELECT max(n) + 1 FROM numbers").Scan(&v)
	return v, err
}

func (n *numbers) assign(ctx context.Context, tx *sql.Tx, v int) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO numbers VALUES ($1)", v)
	return err
}

type ledger struct {
	db  *sql.DB
	seq *numbers
}

func newLedger(db *sql.DB) *ledger { return &ledger{db: db, seq: &numbers{db: db}} }

func (l *ledger) issue(ctx context.Context) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	v, err := l.seq.next(ctx) // want "made.numbers.next takes a second connection"
	if err != nil {
		return err
	}
	if err := l.seq.assign(ctx, tx, v); err != nil {
		return err
	}
	return tx.Commit()
}

// entries is made by a constructor.
type entries struct{ pool *sql.DB }

func newEntries(pool *sql.DB) *entries { return &entries{pool: pool} }

func (e *entries) add(ctx context.Context) error {
	_, err := e.pool.ExecContext(ctx, "INSERT INTO entries DEFAULT VALUES")
	return err
}

type book struct {
	main, archive *sql.DB
	old, current  *entries
}

func newBook(main, archive *sql.DB) (*book, error) {
	if err := main.Ping(); err != nil {
		return nil, err
	}
	return &book{main: main, archive: archive, current: newEntries(main), old: newEntries(archive)}, nil
}

func (b *book) write(ctx context.Context) error {
	tx, err := b.main.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := b.current.add(ctx); err != nil { // want "made.entries.add takes a second connection"
		return err
	}
	if err := b.old.add(ctx); err != nil { // another pool
		return err
	}
	return tx.Commit()
}

// Two makers, of which one has the repository from elsewhere.
type shop struct {
	db    *sql.DB
	lines *lines
}

type lines struct{ db *sql.DB }

func newShop(db *sql.DB) *shop { return &shop{db: db, lines: &lines{db: db}} }

func newTestShop(db *sql.DB, l *lines) *shop { return &shop{db: db, lines: l} }

func (l *lines) add(ctx context.Context) error {
	_, err := l.db.ExecContext(ctx, "INSERT INTO lines DEFAULT VALUES")
	return err
}

func (s *shop) sell(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.lines.add(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

// The repository is made again, from the transaction.
type depot struct {
	db    *sql.DB
	crate *crates
}

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

type crates struct{ q querier }

func newDepot(db *sql.DB) *depot { return &depot{db: db, crate: &crates{q: db}} }

func (d *depot) within(tx *sql.Tx) *depot { return &depot{db: d.db, crate: &crates{q: tx}} }

func (c *crates) add(ctx context.Context) error {
	_, err := c.q.ExecContext(ctx, "INSERT INTO crates DEFAULT VALUES")
	return err
}

func (d *depot) store(ctx context.Context) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := d.within(tx).crate.add(ctx); err != nil {
		return err
	}
	return tx.Commit()
}
