// Package defers holds deferred ends and deferred calls, in every order. What
// was deferred last runs first.
package defers

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/fixtures/remote"
)

func rollbackHoldsUntilReturn(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// The call runs after the rollback that was deferred later.
func callDeferredFirst(ctx context.Context, db *sql.DB) error {
	defer remote.Call(ctx, "after the rollback")
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return tx.Commit()
}

// The call runs before the rollback: when the insert fails, inside.
func callDeferredLast(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	defer remote.Call(ctx, "before the rollback") // want "remote.Call leaves"
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return tx.Commit()
}

// Every path that has deferred the call has ended the transaction before it
// returns.
func callDeferredAfterCommit(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	defer remote.Call(ctx, "after the commit")
	return nil
}

// The arguments of a deferred call are evaluated where it is deferred.
func deferredArgument(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer log(remote.Call(ctx, "now")) // want "remote.Call leaves"
	return tx.Commit()
}

func log(error) {}

// finish depends on err: whichever way, the transaction ends there.
func deferredFinish(ctx context.Context, db *sql.DB) (err error) {
	defer func() { _ = remote.Call(ctx, "after the end") }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
			return
		}
		err = tx.Commit()
	}()
	if err = remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	return nil
}

func deferredFinishCalls(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = remote.Call(ctx, "before the rollback") // want "remote.Call leaves"
			_ = tx.Rollback()
			_ = remote.Call(ctx, "after the rollback")
			return
		}
		if err = tx.Commit(); err == nil {
			err = remote.Call(ctx, "after the commit")
		}
	}()
	_, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

func recovering(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		switch p := recover(); {
		case p != nil:
			_ = tx.Rollback()
			_ = remote.Call(ctx, "rolled back") // the rollback has been made
			panic(p)
		case err != nil:
			_ = tx.Rollback()
		default:
			err = tx.Commit()
		}
		if err == nil {
			err = remote.Call(ctx, "committed")
		}
	}()
	_, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

func recoveringCalls(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			_ = remote.Call(ctx, "page somebody first") // want "remote.Call leaves"
			_ = tx.Rollback()
		}
	}()
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// The end is deferred after the recovery, and so comes before it.
func recoversLast(ctx context.Context, db *sql.DB) error {
	defer func() {
		if recover() != nil {
			_ = remote.Call(ctx, "rolled back by then")
		}
	}()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return tx.Commit()
}

// A panic before the transaction, and one after it.
func recoversOutside(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := errors.Join(tx.Commit()); err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			err = remote.Call(ctx, "committed by then")
		}
	}()
	return errors.Join(err, db.Ping())
}

// The rollback is for whatever way out, and the call comes after it.
func recoversAlways(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		p := recover()
		_ = tx.Rollback()
		if p != nil {
			_ = remote.Call(ctx, "rolled back by then")
		}
	}()
	if _, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return tx.Commit()
}

// Only where nothing panicked is the transaction over.
func notRecovering(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p == nil {
			_ = remote.Call(ctx, "over by then")
			return
		}
		_ = remote.Call(ctx, "panicking") // want "remote.Call leaves"
		_ = tx.Rollback()
	}()
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// The end is a named function that is deferred with the transaction.
func deferredHelper(ctx context.Context, db *sql.DB) (err error) {
	defer remote.Call(ctx, "after the end")
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer end(tx, &err)
	return remote.Call(ctx, "inside") // want "remote.Call leaves"
}

func end(tx *sql.Tx, err *error) {
	if *err != nil {
		_ = tx.Rollback()
		return
	}
	*err = tx.Commit()
}

// A function value that ends it, deferred or called.
func deferredValue(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	rollback := tx.Rollback
	defer rollback()
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	return tx.Commit()
}

func calledValue(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	abort := func() { _ = tx.Rollback() }
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		abort()
		return remote.Call(ctx, "after the rollback")
	}
	return tx.Commit()
}

// The literal is called on the spot: its deferred rollback has run.
func inner(ctx context.Context, db *sql.DB) error {
	err := func() error {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
			return err
		}
		return tx.Commit()
	}()
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// Deferred on one path only, but before the transaction: it runs after its end.
func conditionalDefer(ctx context.Context, db *sql.DB, audit bool) error {
	if audit {
		defer remote.Call(ctx, "after")
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return tx.Commit()
}

// The literal goes on only where nothing failed, which is after the commit.
func tellsIfCommitted(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
			return
		}
		err = remote.Call(ctx, "after")
	}()
	if _, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO order_lines DEFAULT VALUES"); err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	return tx.Commit()
}

// One return leaves it open without an error.
func tellsThoughOpen(ctx context.Context, db *sql.DB, dry bool) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err == nil {
			err = remote.Call(ctx, "inside") // want "remote.Call leaves"
		}
	}()
	if _, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	if dry {
		return nil
	}
	return tx.Commit()
}

// The error is another one by the time that it is looked at.
func tellsAfterAnother(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		err = record(err)
		if err == nil {
			err = remote.Call(ctx, "inside") // want "remote.Call leaves"
		}
	}()
	if _, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return tx.Commit()
}

func record(error) error { return nil }

// The call is made where it failed, with the transaction still open.
func tellsTheFailure(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = remote.Call(ctx, "inside") // want "remote.Call leaves"
			_ = tx.Rollback()
		}
	}()
	if _, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return tx.Commit()
}
