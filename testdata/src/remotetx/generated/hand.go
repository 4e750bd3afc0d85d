// Package generated has code that is written by hand around code that is not.
package generated

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

func direct(ctx context.Context, tx *sql.Tx) error {
	return notify(ctx) // want "generated.notify leaves"
}

func scope(ctx context.Context, db *sql.DB) error {
	return InTx(ctx, db, func(tx *sql.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

func opener(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := save(ctx, tx); err != nil { // want "generated.save leaves"
		return err
	}
	return tx.Commit()
}

func passedAsValue(ctx context.Context, db *sql.DB) error {
	return InTx(ctx, db, func(tx *sql.Tx) error {
		return save(ctx, tx) // want "generated.save leaves"
	})
}
