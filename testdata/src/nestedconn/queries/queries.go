// Package queries uses generated queries, on the pool and in a transaction.
package queries

import (
	"context"
	"database/sql"

	"example.com/fixtures/nestedconn/queries/db"
	"example.com/fixtures/nestedconn/queries/run"
)

type hall struct {
	conn    *sql.DB
	q       *db.Queries
	archive *db.Queries
	loose   *db.Loose
}

func newHall(conn, archive *sql.DB) *hall {
	return &hall{conn: conn, q: db.New(conn), archive: db.New(archive), loose: db.NewLoose(conn)}
}

func inTx(ctx context.Context, conn *sql.DB, fn func(tx *sql.Tx) error) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (h *hall) book(ctx context.Context, id int64) error {
	tx, err := h.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := h.q.CountSeats(ctx); err != nil { // want "db.Queries.CountSeats takes a second connection"
		return err
	}
	if err := h.q.WithTx(tx).TakeSeat(ctx, id); err != nil {
		return err
	}
	return tx.Commit()
}

func (h *hall) bookIn(ctx context.Context, id int64) error {
	return inTx(ctx, h.conn, func(tx *sql.Tx) error {
		if _, err := h.q.CountSeats(ctx); err != nil { // want "db.Queries.CountSeats takes a second connection"
			return err
		}
		return h.q.WithTx(tx).TakeSeat(ctx, id)
	})
}

// Near misses.

// The queries are bound to the transaction, in a variable.
func (h *hall) bound(ctx context.Context, id int64) error {
	return inTx(ctx, h.conn, func(tx *sql.Tx) error {
		q := h.q.WithTx(tx)
		if _, err := q.CountSeats(ctx); err != nil {
			return err
		}
		return q.TakeSeat(ctx, id)
	})
}

// They are made from the transaction.
func (h *hall) made(ctx context.Context, id int64) error {
	return inTx(ctx, h.conn, func(tx *sql.Tx) error {
		return db.New(tx).TakeSeat(ctx, id)
	})
}

// Another database.
func (h *hall) elsewhere(ctx context.Context) error {
	return inTx(ctx, h.conn, func(tx *sql.Tx) error {
		_, err := h.archive.CountSeats(ctx)
		return err
	})
}

// What these run on by now, nobody knows.
func (h *hall) somewhere(ctx context.Context) error {
	return inTx(ctx, h.conn, func(tx *sql.Tx) error {
		_, err := h.loose.CountSeats(ctx)
		return err
	})
}

// After the commit.
func (h *hall) after(ctx context.Context, id int64) error {
	err := inTx(ctx, h.conn, func(tx *sql.Tx) error { return h.q.WithTx(tx).TakeSeat(ctx, id) })
	if err != nil {
		return err
	}
	_, err = h.q.CountSeats(ctx)
	return err
}

// The config names run.InTx as a scope; whose pool it takes, its body tells.
func (h *hall) named(ctx context.Context, id int64) error {
	return run.InTx(ctx, h.conn, func(tx *sql.Tx) error {
		if _, err := h.archive.CountSeats(ctx); err != nil {
			return err
		}
		if _, err := h.q.CountSeats(ctx); err != nil { // want "db.Queries.CountSeats takes a second connection"
			return err
		}
		return h.q.WithTx(tx).TakeSeat(ctx, id)
	})
}
