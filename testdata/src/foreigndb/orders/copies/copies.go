// Package copies uses the service's own copies.
package copies

import (
	"context"
	"database/sql"
)

func copies(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "SELECT id FROM customers")
	db.ExecContext(ctx, "SELECT id FROM companies") // its own copy, although accounts has a table of that name
	db.ExecContext(ctx, "UPDATE companies SET name = ''")
	db.ExecContext(ctx, "SELECT c.id FROM orders o JOIN customers c ON c.id = o.customer_id")
	db.ExecContext(ctx, "SELECT id FROM users")            // want "reads table users"
	db.ExecContext(ctx, "SELECT id FROM customers, users") // want "reads table users"
}
