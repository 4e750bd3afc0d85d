// Package control holds transactions across branches and loops.
package control

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"example.com/fixtures/remote"
)

func switched(ctx context.Context, db *sql.DB, state string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	switch state {
	case "paid":
		err = tx.Commit()
		_ = remote.Call(ctx, "after")
	case "held":
		_ = remote.Call(ctx, "inside") // want "remote.Call leaves"
		err = tx.Commit()
	case "void":
		_ = tx.Rollback()
		fallthrough // the next case runs after the rollback, and may run on its own too
	default:
		_ = remote.Call(ctx, "inside, unless fallen through") // want "remote.Call leaves"
		_ = tx.Rollback()
	}
	return err
}

func selected(ctx context.Context, db *sql.DB, done <-chan struct{}) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		_ = tx.Rollback()
		return remote.Call(ctx, "rolled back")
	case <-done:
	case <-time.After(time.Second):
		_ = remote.Call(ctx, "late") // want "remote.Call leaves"
	}
	return tx.Commit()
}

// One transaction for each round: the call stands between two of them.
func perRound(ctx context.Context, db *sql.DB, ids []string) error {
	for _, id := range ids {
		if err := remote.Call(ctx, id); err != nil {
			return err
		}
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE orders SET sent = TRUE WHERE id = $1", id); err != nil {
			_ = tx.Rollback()
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		if err := remote.Call(ctx, id); err != nil {
			return err
		}
	}
	return remote.Call(ctx, "all")
}

// One for all rounds.
func acrossRounds(ctx context.Context, db *sql.DB, ids []string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := remote.Call(ctx, id); err != nil { // want "remote.Call leaves"
			_ = tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

// A round that goes on without ending its transaction leaks it into the next.
func leakedRound(ctx context.Context, db *sql.DB, ids []string) error {
	for _, id := range ids {
		_ = remote.Call(ctx, id) // want "remote.Call leaves"
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		if id == "" {
			continue
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func retried(ctx context.Context, db *sql.DB) error {
	var err error
	for range 3 {
		if err = once(ctx, db); err == nil {
			break
		}
		if err := remote.Call(ctx, "between two tries"); err != nil {
			return err
		}
	}
	return err
}

func once(ctx context.Context, db *sql.DB) error {
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

func retriedInside(ctx context.Context, db *sql.DB) error {
	for try := 0; ; try++ {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		err = remote.Call(ctx, "inside") // want "remote.Call leaves"
		if err == nil {
			return tx.Commit()
		}
		_ = tx.Rollback()
		if try == 3 {
			return remote.Call(ctx, "given up")
		}
	}
}

func labelled(ctx context.Context, db *sql.DB, batches [][]string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
outer:
	for _, batch := range batches {
		for _, id := range batch {
			switch id {
			case "":
				continue outer
			case "stop":
				break outer
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO orders (id) VALUES ($1)", id); err != nil {
				_ = tx.Rollback()
				return remote.Call(ctx, "rolled back")
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		if err := remote.Call(ctx, "between"); err != nil {
			return err
		}
		if tx, err = db.Begin(); err != nil { // the next batch's
			return remote.Call(ctx, "begin failed")
		}
	}
	_ = remote.Call(ctx, "the last one is open") // want "remote.Call leaves"
	return tx.Commit()
}

func jumps(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		goto fail
	}
	return tx.Commit()
fail:
	_ = remote.Call(ctx, "inside") // want "remote.Call leaves"
	_ = tx.Rollback()
	return remote.Call(ctx, "after")
}

// A panic or an exit leaves nobody behind to call.
func unreachable(ctx context.Context, db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		panic(err)
	}
	if err := tx.Commit(); err != nil {
		panic(err)
	}
	_ = remote.Call(ctx, "after")
}

var errRetry = errors.New("retry")

// retryHelper runs fn several times; its transactions are fn's own.
func retryHelper(fn func() error) error {
	for {
		if err := fn(); !errors.Is(err, errRetry) {
			return err
		}
	}
}

func retriedByHelper(ctx context.Context, db *sql.DB) error {
	return retryHelper(func() error {
		if err := remote.Call(ctx, "before"); err != nil {
			return err
		}
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
			return err
		}
		return tx.Commit()
	})
}

func rangeOverFunc(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for id := range ids {
		if err := remote.Call(ctx, id); err != nil { // want "remote.Call leaves"
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for id := range ids {
		if err := remote.Call(ctx, id); err != nil { // after
			return err
		}
	}
	return nil
}

func ids(yield func(string) bool) {
	for _, id := range []string{"a", "b"} {
		if !yield(id) {
			return
		}
	}
}
