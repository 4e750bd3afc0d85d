// Package store belongs to a service in the same database as orders, in a
// schema of its own.
package store

import (
	"context"
	"database/sql"
)

func tables(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "SELECT 1 FROM invoices")
	db.ExecContext(ctx, "SELECT 1 FROM billing.invoices")
	db.ExecContext(ctx, "SELECT 1 FROM products")        // its own, although orders has one too
	db.ExecContext(ctx, "SELECT 1 FROM orders.products") // want "billing reads table products of service orders|billing reads table orders.products of service orders"
	db.ExecContext(ctx, "SELECT 1 FROM orders")          // want "billing reads table orders of service orders"
	db.ExecContext(ctx, "SELECT 1 FROM schema_migrations")
	db.ExecContext(ctx, "SELECT 1 FROM nobodys")
	db.ExecContext(ctx, "SELECT 1 FROM outbox") // orders and accounts have one: orders' is in the same database // want "billing reads table outbox of service orders"
}
