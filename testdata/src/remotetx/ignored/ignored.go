// Package ignored has findings that are excused, and some that are not.
package ignored

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

func above(ctx context.Context, tx *sql.Tx) error {
	//boundarylint:ignore remotetx the lock is meant to be held until billing has answered
	return remote.Call(ctx, "excused")
}

func sameLine(ctx context.Context, tx *sql.Tx) error {
	return remote.Call(ctx, "excused") //boundarylint:ignore remotetx the lock is meant to be held
}

func nextLineOnly(ctx context.Context, tx *sql.Tx) error {
	//boundarylint:ignore remotetx it excuses the first call alone
	_ = remote.Call(ctx, "excused")
	return remote.Call(ctx, "not excused") // want "remote.Call leaves"
}

func noReason(ctx context.Context, tx *sql.Tx) error {
	//boundarylint:ignore remotetx
	return remote.Call(ctx, "not excused") // want "remote.Call leaves"
}

func otherRule(ctx context.Context, tx *sql.Tx) error {
	//boundarylint:ignore foreigndb the wrong rule
	return remote.Call(ctx, "not excused") // want "remote.Call leaves"
}

// A comment of another form is just a comment.
func spaced(ctx context.Context, tx *sql.Tx) error {
	// boundarylint:ignore remotetx not a directive
	return remote.Call(ctx, "not excused") // want "remote.Call leaves"
}
