// Package db is a wrapper of a pool.
package db

import (
	"context"
	"database/sql"
)

// DB is a pool with helpers.
type DB struct{ *sql.DB }

// InTx runs fn in a transaction.
func (d *DB) InTx(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Log writes a line on a connection of its own.
func (d *DB) Log(ctx context.Context, line string) error {
	_, err := d.ExecContext(ctx, "INSERT INTO log (line) VALUES ($1)", line)
	return err
}

// LogIn writes a line in the transaction.
func (d *DB) LogIn(ctx context.Context, tx *sql.Tx, line string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO log (line) VALUES ($1)", line)
	return err
}
