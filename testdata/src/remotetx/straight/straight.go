// Package straight holds transactions without helpers or deferred calls.
package straight

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

func beforeDuringAfter(ctx context.Context, db *sql.DB) error {
	if err := remote.Call(ctx, "before"); err != nil { // nothing is open yet
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return remote.Call(ctx, "begin failed") // there is no transaction
	}
	if err := remote.Call(ctx, "during"); err != nil { // want "remote.Call leaves the process while the transaction opened at line 15 is still open"
		_ = tx.Rollback()
		return remote.Call(ctx, "rolled back")
	}
	if err := remote.Local(ctx, "during"); err != nil { // stays inside
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return remote.Call(ctx, "commit failed") // a failed commit ends it as well
	}
	return remote.Call(ctx, "after")
}

func beginFailedSwitch(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	switch {
	case err != nil:
		return remote.Call(ctx, "begin failed")
	default:
		defer tx.Rollback()
	}
	return tx.Commit()
}

func beginFailedElse(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err == nil {
		_, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
		if err == nil {
			return tx.Commit()
		}
		return tx.Rollback()
	}
	return remote.Call(ctx, "begin failed")
}

// An error of something else says nothing of the transaction.
func otherError(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		_ = remote.Call(ctx, "insert failed") // want "remote.Call leaves"
		return tx.Rollback()
	}
	return tx.Commit()
}

func commitOnOnePath(ctx context.Context, db *sql.DB, paid bool) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if paid {
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return remote.Call(ctx, "either") // want "remote.Call leaves"
}

func endOnEachPath(ctx context.Context, db *sql.DB, paid bool) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if paid {
		err = tx.Commit()
	} else {
		err = tx.Rollback()
	}
	if err != nil {
		return err
	}
	return remote.Call(ctx, "either")
}

// beginOnOnePath: the transaction may be open, that is enough.
func beginOnOnePath(ctx context.Context, db *sql.DB, write bool) (err error) {
	var tx *sql.Tx
	if write {
		if tx, err = db.Begin(); err != nil {
			return err
		}
	}
	if err := remote.Call(ctx, "either"); err != nil { // want "remote.Call leaves"
		return err
	}
	if tx != nil {
		return tx.Commit()
	}
	return remote.Call(ctx, "there is none")
}

func rollbackThenCall(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		_ = tx.Rollback()
		return remote.Call(ctx, "after")
	}
	return tx.Commit()
}

// A call's arguments are evaluated before it: the remote one runs inside.
func asArgument(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	return first(remote.Call(ctx, "argument"), tx.Commit()) // want "remote.Call leaves"
}

func asLaterArgument(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	return first(tx.Commit(), remote.Call(ctx, "after the commit"))
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// shortCircuit: the right side runs only when the commit has been made.
func shortCircuit(ctx context.Context, db *sql.DB) bool {
	tx, err := db.Begin()
	if err != nil {
		return false
	}
	return tx.Commit() == nil && remote.Call(ctx, "after") == nil
}

func shortCircuitInside(ctx context.Context, db *sql.DB) bool {
	tx, err := db.Begin()
	if err != nil {
		return false
	}
	return remote.Call(ctx, "inside") == nil && tx.Commit() == nil // want "remote.Call leaves"
}

func alias(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	same := tx
	if err := same.Commit(); err != nil { // the same transaction under another name
		return err
	}
	return remote.Call(ctx, "after")
}

func onConnection(ctx context.Context, conn *sql.Conn) error {
	if err := remote.Call(ctx, "a connection alone"); err != nil { // holds no lock
		return err
	}
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	_ = remote.Call(ctx, "read-only holds its snapshot too") // want "remote.Call leaves"
	return tx.Rollback()
}
