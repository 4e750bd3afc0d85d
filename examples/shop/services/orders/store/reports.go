package store

import (
	"context"
	_ "embed"
	"fmt"
	"log/slog"
	"time"

	"github.com/jmoiron/sqlx"
)

// Reports answers questions of the back office.
type Reports struct {
	db *sqlx.DB
}

// NewReports returns the reports on the pool.
func NewReports(db *sqlx.DB) *Reports { return &Reports{db: db} }

// Customer is a customer with what was spent.
type Customer struct {
	Name       string `db:"name"`
	Email      string `db:"email"`
	SpentCents int64  `db:"spent_cents"`
}

// TopCustomers returns who spent most since a day.
func (r *Reports) TopCustomers(ctx context.Context, since time.Time, limit int) ([]Customer, error) {
	var customers []Customer
	err := r.db.SelectContext(ctx, &customers, `
		SELECT u.name, u.email, sum(o.amount_cents) AS spent_cents
		FROM orders o
		JOIN accounts.users u ON u.id = o.customer_id
		WHERE o.placed_at >= $1 AND o.status <> 'cancelled'
		GROUP BY u.id, u.name, u.email
		ORDER BY spent_cents DESC
		LIMIT $2`, since, limit)
	if err != nil {
		return nil, fmt.Errorf("top customers: %w", err)
	}
	return customers, nil
}

// Cohort counts the customers who came back.
type Cohort struct {
	Month     time.Time `db:"month"`
	Customers int       `db:"customers"`
	Returning int       `db:"returning"`
}

// Cohorts groups customers by the month of their first order.
func (r *Reports) Cohorts(ctx context.Context) ([]Cohort, error) {
	var cohorts []Cohort
	err := r.db.SelectContext(ctx, &cohorts, `
		WITH users AS (
			SELECT customer_id, min(placed_at) AS first_at, count(*) AS orders
			FROM orders
			GROUP BY customer_id
		)
		SELECT date_trunc('month', users.first_at) AS month,
			count(*) AS customers,
			count(*) FILTER (WHERE users.orders > 1) AS "returning"
		FROM users
		GROUP BY 1
		ORDER BY 1`)
	if err != nil {
		slog.ErrorContext(ctx, "cohorts: SELECT FROM users failed", "error", err)
		return nil, err
	}
	return cohorts, nil
}

//go:embed ledger.sql
var ledger string

// LedgerLine is one order as accounting wants it.
type LedgerLine struct {
	OrderID     string    `db:"order_id"`
	Number      int64     `db:"number"`
	AmountCents int64     `db:"amount_cents"`
	PlacedAt    time.Time `db:"placed_at"`
}

// Ledger returns the orders of a period with the numbers of their invoices.
func (r *Reports) Ledger(ctx context.Context, from, to time.Time) ([]LedgerLine, error) {
	var lines []LedgerLine
	if err := r.db.SelectContext(ctx, &lines, ledger, from, to); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return lines, nil
}
