// Package calls uses accounts' packages. (That it imports them is foreignimport's
// business.)
package calls

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/accounts/client"
	"example.com/fixtures/foreigndb/accounts/names"
	"example.com/fixtures/foreigndb/accounts/sqlc"
	"example.com/fixtures/foreigndb/accounts/store"
)

func calls(ctx context.Context, db *sql.DB) error {
	if !store.Valid(names.Service) { // touches no table
		return nil
	}
	if _, err := client.Known(ctx, db); err != nil { // accounts' api
		return err
	}
	if _, err := store.Count(ctx, db); err != nil { // want "orders reads table users of service accounts"
		return err
	}
	s := &store.Store{DB: db}
	if err := s.Rename(ctx, "1", "x"); err != nil { // want "orders writes table users of service accounts"
		return err
	}
	if err := store.Peek(ctx, db); err != nil { // it reads orders' own table; that is accounts' breach
		return err
	}
	_, err := sqlc.New(db).UserName(ctx, "1") // want "orders reads table users of service accounts"
	return err
}

func asValue(ctx context.Context, db *sql.DB) error {
	_, err := run(ctx, db, store.Count) // want "orders reads table users of service accounts"
	return err
}

func run(ctx context.Context, db *sql.DB, fn func(context.Context, *sql.DB) (int, error)) (int, error) {
	return fn(ctx, db)
}

// counter is how this package sees the store.
type counter interface {
	Rename(ctx context.Context, id, name string) error
}

func throughInterface(ctx context.Context, c counter) error {
	return c.Rename(ctx, "1", "x") // want "orders writes table users of service accounts"
}

func wire(ctx context.Context, db *sql.DB) error { return throughInterface(ctx, &store.Store{DB: db}) }
