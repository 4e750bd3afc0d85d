// Package run has a scope that the config names among its transactions.
package run

import (
	"context"
	"database/sql"
)

// InTx runs fn in a transaction of the pool.
func InTx(ctx context.Context, conn *sql.DB, fn func(tx *sql.Tx) error) error {
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
