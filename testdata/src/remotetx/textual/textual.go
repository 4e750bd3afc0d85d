// Package textual begins and ends its transactions by SQL text, on a
// connection of its own.
package textual

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"

	"example.com/fixtures/remote"
)

func immediate(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return remote.Call(ctx, "begin failed")
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
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

// A savepoint that is rolled back leaves the transaction open.
func partly(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, "START TRANSACTION ISOLATION LEVEL SERIALIZABLE"); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "ROLLBACK TO SAVEPOINT one"); err != nil {
		return err
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	_, err := conn.Exec(ctx, `
		COMMIT;`)
	return err
}

// Another connection ends its own.
func two(ctx context.Context, a, b *sql.Conn) error {
	if _, err := a.ExecContext(ctx, "begin transaction"); err != nil {
		return err
	}
	if _, err := b.ExecContext(ctx, "commit"); err != nil {
		return err
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	_, err := a.ExecContext(ctx, "commit")
	return err
}

// A writer keeps its connection, and has methods that begin and end.
type writer struct{ conn *sql.Conn }

func (w *writer) begin(ctx context.Context) error {
	_, err := w.conn.ExecContext(ctx, "BEGIN")
	return err
}

func (w *writer) commit(ctx context.Context) error {
	_, err := w.conn.ExecContext(ctx, "COMMIT")
	return err
}

func (w *writer) write(ctx context.Context) error {
	if err := w.begin(ctx); err != nil {
		return err
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	if err := w.commit(ctx); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// inTx runs fn between the two texts.
func inTx(ctx context.Context, conn *sql.Conn, fn func() error) (err error) {
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, _ = conn.ExecContext(ctx, "ROLLBACK")
		}
	}()
	if err = fn(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}

func runs(ctx context.Context, conn *sql.Conn) error {
	err := inTx(ctx, conn, func() error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// A shell executes no SQL.
type shell struct{}

func (shell) Execute(ctx context.Context, line string) error { return nil }

func types(ctx context.Context, s shell) error {
	if err := s.Execute(ctx, "begin all"); err != nil {
		return err
	}
	return remote.Call(ctx, "no transaction")
}
