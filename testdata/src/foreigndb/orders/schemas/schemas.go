// Package schemas shares a database with billing, by schemas.
package schemas

import (
	"context"
	"database/sql"
)

func schemas(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "SELECT 1 FROM products")         // its own, although billing has one too
	db.ExecContext(ctx, "SELECT 1 FROM orders.products")  // likewise
	db.ExecContext(ctx, "SELECT 1 FROM billing.products") // want "orders reads table products of service billing"
	db.ExecContext(ctx, "SELECT 1 FROM BILLING.Invoices") // want "orders reads table [Ii]nvoices of service billing"
	db.ExecContext(ctx, "SELECT 1 FROM invoices")         // want "orders reads table invoices of service billing"
	db.ExecContext(ctx, "SELECT 1 FROM other.products")   // nobody's
	db.ExecContext(ctx, "SELECT 1 FROM other.users")      // nobody's: accounts has no such schema
}
