package queries

import (
	"context"
	"database/sql"

	"example.com/fixtures/nestedconn/queries/db"
)

// A store has the queries' methods as its own.
type store struct {
	*db.Queries
	pool *sql.DB
}

func newStore(pool *sql.DB) *store { return &store{pool: pool, Queries: db.New(pool)} }

// execTx runs fn with queries of a transaction.
func (s *store) execTx(ctx context.Context, fn func(*db.Queries) error) error {
	tx, err := s.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(db.New(tx)); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func (s *store) take(ctx context.Context, id int64) error {
	return s.execTx(ctx, func(q *db.Queries) error {
		if _, err := q.CountSeats(ctx); err != nil {
			return err
		}
		return s.TakeSeat(ctx, id) // want "db.Queries.TakeSeat takes a second connection"
	})
}

func (s *store) taken(ctx context.Context, id int64) error {
	return s.execTx(ctx, func(q *db.Queries) error { return q.TakeSeat(ctx, id) })
}

// A Store hands its pool out, to who begins.
type Store struct{ Pool *sql.DB }

func (s *Store) Limit(ctx context.Context) (n int, err error) {
	err = s.Pool.QueryRowContext(ctx, "SELECT max(n) FROM limits").Scan(&n)
	return n, err
}

type desk struct{ Store *Store }

func (d *desk) request(ctx context.Context) error {
	return inTx(ctx, d.Store.Pool, func(tx *sql.Tx) error {
		_, err := d.Store.Limit(ctx) // want "queries.Store.Limit takes a second connection"
		return err
	})
}
