// Package pgstore implements the domain's interfaces.
package pgstore

import (
	"context"
	"database/sql"

	"example.com/fixtures/staleconsumer/layers/domain"
)

// Customers keeps customers in a table.
type Customers struct{ DB *sql.DB }

// Find locks the customer for the rest of the transaction.
func (r *Customers) Find(ctx context.Context, id string) (*domain.Customer, error) {
	c := new(domain.Customer)
	err := r.DB.QueryRowContext(ctx, "SELECT id, name, synced_at FROM customers WHERE id = $1 FOR UPDATE", id).Scan(&c.ID, &c.Name, &c.SyncedAt)
	return c, err
}

// Save overwrites the customer.
func (r *Customers) Save(ctx context.Context, c *domain.Customer) error {
	_, err := r.DB.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", c.Name, c.SyncedAt, c.ID)
	return err
}

// SaveIfNewer compares in the statement.
func (r *Customers) SaveIfNewer(ctx context.Context, c *domain.Customer) error {
	_, err := r.DB.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", c.Name, c.SyncedAt, c.ID)
	return err
}

// Add inserts the customer.
func (r *Customers) Add(ctx context.Context, c *domain.Customer) error {
	_, err := r.DB.ExecContext(ctx, "INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3)", c.ID, c.Name, c.SyncedAt)
	return err
}
