// Package decoys has accounts' names where they are no tables of accounts'.
package decoys

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
)

func decoys(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "WITH users AS (SELECT id FROM orders) SELECT * FROM users") // a CTE
	db.ExecContext(ctx, "SELECT users.id FROM orders AS users")                      // an alias
	db.ExecContext(ctx, "SELECT users.id FROM orders users")
	db.ExecContext(ctx, "SELECT users FROM orders")                          // a column
	db.ExecContext(ctx, "SELECT count(*) AS users FROM orders")              // a column's alias
	db.ExecContext(ctx, "SELECT users(id) FROM orders")                      // a function
	db.ExecContext(ctx, "SELECT * FROM users(1)")                            // a function that gives a table
	db.ExecContext(ctx, "SELECT 'DELETE FROM users' FROM orders")            // a string
	db.ExecContext(ctx, "SELECT id FROM orders -- JOIN users")               // a comment
	db.ExecContext(ctx, "SELECT id /* FROM users */ FROM orders")            // a comment
	db.ExecContext(ctx, "SELECT EXTRACT(EPOCH FROM users) FROM orders")      // a column behind FROM
	db.ExecContext(ctx, "SELECT substring(id FROM 1) FROM orders")           // likewise
	db.ExecContext(ctx, "SELECT 1 IS DISTINCT FROM users FROM orders")       // likewise
	db.ExecContext(ctx, "UPDATE orders SET users = 1")                       // a column
	db.ExecContext(ctx, "INSERT INTO orders (users) VALUES (1)")             // a column
	db.ExecContext(ctx, "SELECT trim(both ' ' from users) from order_lines") // a column
	db.ExecContext(ctx, "SELECT id FROM outbox")                             // its own, although accounts has one
	db.ExecContext(ctx, "SELECT id FROM schema_migrations")                  // anybody's
	db.ExecContext(ctx, "SELECT id FROM pg_catalog.pg_class")                // the system's
	db.ExecContext(ctx, "SELECT id FROM information_schema.tables")          // the system's
	db.ExecContext(ctx, "SELECT id FROM unclaimed")                          // nobody's
	db.ExecContext(ctx, "SET LOCAL ROLE users")
	db.ExecContext(ctx, "SELECT id FROM orders", "SELECT id FROM users") // an argument's value
}

// Temporary tables shadow what bears their name, in the statements that follow.
func temporary(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "CREATE TEMP TABLE users AS SELECT id FROM orders; INSERT INTO users (id) VALUES (1); SELECT id FROM users")
	db.ExecContext(ctx, "CREATE TEMPORARY TABLE IF NOT EXISTS users (id INT) ON COMMIT DROP; DELETE FROM users")
	db.ExecContext(ctx, "INSERT INTO users (id) VALUES (1)")
	db.ExecContext(ctx, "DELETE FROM public.users") // want "orders writes table users"
}

func spoken(ctx context.Context) error {
	slog.ErrorContext(ctx, "SELECT id FROM users")
	return fmt.Errorf("cannot run %q", "DELETE FROM users")
}

// A method of this name that runs no SQL.
type crawler struct{}

func (crawler) Query(text string) string { return text }

func crawls(c crawler) { c.Query("select from users where you like") }
