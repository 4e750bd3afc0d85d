// Package orders calls out by way of other packages' functions.
package orders

import (
	"context"
	"database/sql"

	"example.com/fixtures/remotetx/helpers/notify"
)

func place(ctx context.Context, db *sql.DB, mail notify.Mailer) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	text := mail.Format("1") // stays inside
	if _, err := tx.ExecContext(ctx, "INSERT INTO mails VALUES ($1)", text); err != nil {
		return err
	}
	if err := mail.Placed(ctx, "1"); err != nil { // want "notify.Mailer.Placed leaves"
		return err
	}
	if err := save(ctx, tx); err != nil { // the finding stands in save, which has the transaction
		return err
	}
	if err := audit(ctx); err != nil { // want "orders.audit leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return audit(ctx)
}

func save(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return audit(ctx) // want "orders.audit leaves"
}

// audit does not have the transaction: it may be called outside of one.
func audit(ctx context.Context) error { return notify.Mailer{}.Placed(ctx, "audit") }

func recursion(ctx context.Context, tx *sql.Tx) error {
	if err := notify.Even(ctx, 3); err != nil { // want "notify.Even leaves"
		return err
	}
	return notify.Odd(ctx, 3) // want "notify.Odd leaves"
}

func variable(ctx context.Context, tx *sql.Tx) error {
	send := notify.Mailer{}.Placed
	return send(ctx, "1") // want "leaves the process"
}

// A function that is only taken, not called, does nothing.
func taken(ctx context.Context, tx *sql.Tx) func(context.Context, string) error {
	return notify.Mailer{}.Placed
}

func table(ctx context.Context, tx *sql.Tx, kind string) error {
	senders := map[string]func(context.Context, string) error{"mail": notify.Mailer{}.Placed}
	if _, ok := senders[kind]; !ok { // looked up, not called
		return nil
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO mails (kind) VALUES ($1)", kind)
	return err
}
