// Package orders hands functions to the helpers of package db.
package orders

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/callbacks/db"
)

type service struct {
	db      *sql.DB
	manager *db.Manager
	pool    *pgxpool.Pool
}

func (s *service) closure(ctx context.Context) error {
	if err := remote.Call(ctx, "before"); err != nil {
		return err
	}
	err := db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func (s *service) wrapper(ctx context.Context) error {
	return db.InTxNamed(ctx, s.db, "place", func(tx *sql.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

func (s *service) wrapperOfWrapper(ctx context.Context) error {
	return db.InTxRetry(ctx, s.db, func(tx *sql.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

func (s *service) withoutTx(ctx context.Context) error {
	return db.Quietly(ctx, s.db, func() error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

func (s *service) around(ctx context.Context) error {
	return db.BeforeAndAfter(ctx, s.db,
		func() error { return remote.Call(ctx, "before") },
		func(*sql.Tx) error { return remote.Call(ctx, "inside") }, // want "remote.Call leaves"
		func() error { return remote.Call(ctx, "after") })
}

func (s *service) conn(ctx context.Context) error {
	return db.WithConn(ctx, s.db, func(ctx context.Context, _ *sql.Conn) error {
		return remote.Call(ctx, "no transaction")
	})
}

func (s *service) pooled(ctx context.Context) error {
	return db.WithDB(ctx, s.db, func(ctx context.Context, _ *sql.DB) error {
		return remote.Call(ctx, "no transaction")
	})
}

func (s *service) value(ctx context.Context) (int, error) {
	return db.Value(ctx, s.db, func(tx *sql.Tx) (int, error) {
		return 1, remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

// The value is fetched before, and used inside.
func (s *service) valueBefore(ctx context.Context) (int, error) {
	err := remote.Call(ctx, "before")
	return db.Value(ctx, s.db, func(tx *sql.Tx) (int, error) { return 1, err })
}

func (s *service) noisy(ctx context.Context) error {
	return db.Noisy(ctx, s.db, func(*sql.Tx) error { return nil }) // the finding stands in Noisy
}

func (s *service) generic(ctx context.Context) error {
	return db.Generic(ctx, s.pool, func(ctx context.Context, tx pgx.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

func (s *service) library(ctx context.Context) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// The outer variable is assigned inside and used after.
func (s *service) collect(ctx context.Context) error {
	var ids []string
	err := db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		ids = append(ids, "1")
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := remote.Call(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// What is collected are the calls themselves: they run after.
func (s *service) collectCalls(ctx context.Context) error {
	var after []func() error
	err := db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		after = append(after, func() error { return remote.Call(ctx, "after") })
		return nil
	})
	if err != nil {
		return err
	}
	for _, fn := range after {
		if err := fn(); err != nil {
			return err
		}
	}
	return nil
}

// One closure for after, in a variable.
func (s *service) setAfter(ctx context.Context) error {
	after := func() error { return nil }
	err := db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		after = func() error { return remote.Call(ctx, "after") }
		return nil
	})
	if err != nil {
		return err
	}
	return after()
}

// Nested: the inner helper's end is not the outer one's.
func (s *service) nested(ctx context.Context) error {
	return db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		err := db.WithConn(ctx, s.db, func(ctx context.Context, _ *sql.Conn) error {
			return remote.Call(ctx, "inside the outer one") // want "remote.Call leaves"
		})
		if err != nil {
			return err
		}
		return nil
	})
}
