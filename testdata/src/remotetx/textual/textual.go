// Package textual begins and ends its transactions by SQL text, on a
// connection of its own.
package textual

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

func immediate(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return remote.Call(ctx, "begin failed")
	}
	if err := remote.Call(ctx, "inside"); err != nil { // missed: a transaction that is begun by SQL text
		_, _ = conn.ExecContext(ctx, "ROLLBACK")
		return remote.Call(ctx, "rolled back")
	}
	if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// The text says begin and end of a block, not of a transaction.
func block(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "DO $$ BEGIN PERFORM 1; END $$"); err != nil {
		return err
	}
	return remote.Call(ctx, "no transaction")
}

// All of it is in one text.
func whole(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "BEGIN; DELETE FROM orders; COMMIT"); err != nil {
		return err
	}
	return remote.Call(ctx, "no transaction")
}
