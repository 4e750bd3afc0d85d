// Package buntx has bun's transactions.
package buntx

import (
	"context"
	"database/sql"

	"github.com/uptrace/bun"

	"example.com/fixtures/remote"
)

func runInTx(ctx context.Context, db *bun.DB) error {
	err := db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewRaw("SELECT 1").Exec(ctx); err != nil {
			return err
		}
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func begin(ctx context.Context, db *bun.DB) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{})
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	defer tx.Rollback()
	if err := insert(ctx, tx); err != nil { // want "buntx.insert leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return insert(ctx, db)
}

// bun.IDB may be either.
func insert(ctx context.Context, db bun.IDB) error {
	if _, err := db.NewRaw("SELECT 1").Exec(ctx); err != nil {
		return err
	}
	return remote.Call(ctx, "maybe inside")
}
