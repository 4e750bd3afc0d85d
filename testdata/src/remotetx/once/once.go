// Package once holds calls that run at most once.
package once

import (
	"context"
	"database/sql"
	"sync"

	"example.com/fixtures/remote"
)

type rates struct {
	once sync.Once
	load func(context.Context) error
}

func lazyInside(ctx context.Context, db *sql.DB, r *rates) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	r.once.Do(func() {
		_ = remote.Call(ctx, "rates") // want "remote.Call leaves"
	})
	return tx.Commit()
}

func lazyBefore(ctx context.Context, db *sql.DB, r *rates) error {
	r.once.Do(func() {
		_ = remote.Call(ctx, "rates") // nothing is open
	})
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	return tx.Commit()
}

func rollbackOnce(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	var end sync.Once
	end.Do(func() { _ = tx.Rollback() })
	return remote.Call(ctx, "rolled back")
}

func rollbackOnceFunc(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	rollback := sync.OnceFunc(func() { _ = tx.Rollback() })
	defer rollback()
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	rollback()
	return remote.Call(ctx, "rolled back")
}

// The value is computed when it is first asked for, which is here.
func onceValue(ctx context.Context, db *sql.DB) error {
	rate := sync.OnceValue(func() error { return remote.Call(ctx, "rate") }) // want "remote.Call leaves"
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := rate(); err != nil {
		return err
	}
	return tx.Commit()
}

// It is asked for after the commit only.
func onceValueAfter(ctx context.Context, db *sql.DB) error {
	rate := sync.OnceValue(func() error { return remote.Call(ctx, "rate") })
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return rate()
}
