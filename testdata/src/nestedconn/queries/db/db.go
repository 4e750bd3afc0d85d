// Package db has queries as sqlc generates them: on whatever runs them.
package db

import (
	"context"
	"database/sql"
)

// A DBTX is the pool, or a transaction.
type DBTX interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

func New(db DBTX) *Queries { return &Queries{db: db} }

type Queries struct{ db DBTX }

func (q *Queries) WithTx(tx *sql.Tx) *Queries { return &Queries{db: tx} }

func (q *Queries) CountSeats(ctx context.Context) (n int, err error) {
	err = q.db.QueryRowContext(ctx, "SELECT count(*) FROM seats").Scan(&n)
	return n, err
}

func (q *Queries) TakeSeat(ctx context.Context, id int64) error {
	_, err := q.db.ExecContext(ctx, "UPDATE seats SET taken = true WHERE id = $1", id)
	return err
}

// Loose queries may be put on something else while they are in use.
type Loose struct{ db DBTX }

func NewLoose(db DBTX) *Loose { return &Loose{db: db} }

func (l *Loose) Use(db DBTX) { l.db = db }

func (l *Loose) CountSeats(ctx context.Context) (n int, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT count(*) FROM seats").Scan(&n)
	return n, err
}
