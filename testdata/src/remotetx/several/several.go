// Package several holds functions with more than one transaction, nested ones
// and savepoints.
package several

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/fixtures/remote"
)

func oneAfterAnother(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if err := remote.Call(ctx, "between"); err != nil {
		return err
	}
	tx, err = db.Begin()
	if err != nil {
		return remote.Call(ctx, "begin failed")
	}
	if err := remote.Call(ctx, "second"); err != nil { // want "remote.Call leaves the process while the transaction opened at line 26"
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func twoDatabases(ctx context.Context, orders, audit *sql.DB) error {
	o, err := orders.Begin()
	if err != nil {
		return err
	}
	a, err := audit.Begin()
	if err != nil {
		_ = remote.Call(ctx, "the first is open") // want "opened at line 38"
		return o.Rollback()
	}
	if err := o.Commit(); err != nil {
		return err
	}
	_ = remote.Call(ctx, "the second is open") // want "opened at line 42"
	if err := a.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after both")
}

// pgx nests by savepoints: the end of the inner one does not end the outer.
func nested(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	inner, err := tx.Begin(ctx)
	if err != nil {
		_ = tx.Rollback(ctx)
		return remote.Call(ctx, "none is open")
	}
	if err := inner.Commit(ctx); err != nil {
		_ = tx.Rollback(ctx)
		return err
	}
	_ = remote.Call(ctx, "the outer one is open") // want "opened at line 59"
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	return remote.Call(ctx, "after both")
}

func savepoint(ctx context.Context, tx pgx.Tx) error {
	return pgx.BeginFunc(ctx, tx, func(sp pgx.Tx) error {
		return remote.Call(ctx, "savepoint") // want "remote.Call leaves"
	})
}

func savepointBySQL(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "SAVEPOINT line"); err != nil {
		return tx.Rollback()
	}
	if _, err := tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT line"); err != nil {
		return tx.Rollback()
	}
	_ = remote.Call(ctx, "a savepoint's rollback ends nothing") // want "remote.Call leaves"
	return tx.Commit()
}

// The two branches have one each, under one name.
func eitherWay(ctx context.Context, db *sql.DB, readOnly bool) error {
	var (
		tx  *sql.Tx
		err error
	)
	if readOnly {
		tx, err = db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	} else {
		tx, err = db.Begin()
	}
	if err != nil {
		return remote.Call(ctx, "begin failed, either way")
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return tx.Rollback()
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}
