// Package helpers: the finding stands where the service names the table.
package helpers

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/pkg/dbx"
)

func shared(ctx context.Context, db *sql.DB) {
	dbx.Users(ctx, db)                                // want "orders reads table users of service accounts"
	dbx.Count(ctx, db, "users")                       // want "reads table users"
	dbx.Count(ctx, db, "orders")                      // its own
	dbx.Exec(ctx, db, "DELETE FROM users WHERE TRUE") // want "orders writes table users of service accounts"
	dbx.Exec(ctx, db, "DELETE FROM orders WHERE TRUE")
}

// count is the service's own helper.
func count(ctx context.Context, db *sql.DB, table string) {
	db.QueryRowContext(ctx, "SELECT count(*) FROM "+table)
}

// insert reads a foreign table whatever its caller says.
func insert(ctx context.Context, db *sql.DB, table string) {
	db.ExecContext(ctx, "INSERT INTO "+table+" SELECT * FROM users") // want "reads table users"
}

func own(ctx context.Context, db *sql.DB) {
	count(ctx, db, "users") // want "reads table users"
	count(ctx, db, "orders")
	insert(ctx, db, "orders")
	insert(ctx, db, "companies")     // its own copy
	insert(ctx, db, "audit_log")     // want "writes table audit_log"
	both(ctx, db, "orders", "users") // want "reads table users"
}

func both(ctx context.Context, db *sql.DB, a, b string) {
	count(ctx, db, a)
	count(ctx, db, b)
}

// Reported once, where users is read, and not again by those who call this.
func above(ctx context.Context, db *sql.DB) { own(ctx, db) }

func repo(ctx context.Context, db *sql.DB) error {
	if err := dbx.NewRepo(db, "orders").Clear(ctx); err != nil {
		return err
	}
	users := dbx.NewRepo(db, "users")
	return users.Clear(ctx) // want "orders writes table users"
}
