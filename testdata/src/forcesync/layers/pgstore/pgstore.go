// Package pgstore implements the domain's interfaces.
package pgstore

import (
	"context"
	"database/sql"

	"example.com/fixtures/forcesync/layers/domain"
	"example.com/fixtures/forcesync/msgs"
)

// Customers are in a table.
type Customers struct{ DB *sql.DB }

func (r *Customers) Find(ctx context.Context, id string) (*domain.Customer, error) {
	c := new(domain.Customer)
	return c, r.DB.QueryRowContext(ctx, "SELECT id, name, synced_at FROM customers WHERE id = $1 FOR UPDATE", id).Scan(&c.ID, &c.Name, &c.SyncedAt)
}

const update = "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3"

func (r *Customers) SaveIfNewer(ctx context.Context, c *domain.Customer) error {
	_, err := r.DB.ExecContext(ctx, update+" AND synced_at < $2", c.Name, c.SyncedAt, c.ID)
	return err
}

func (r *Customers) SaveOr(ctx context.Context, c *domain.Customer, anyway bool) error {
	_, err := r.DB.ExecContext(ctx, update+" AND (synced_at < $2 OR $4)", c.Name, c.SyncedAt, c.ID, anyway)
	return err
}

// SaveDeaf is given the flag for nothing.
func (r *Customers) SaveDeaf(ctx context.Context, c *domain.Customer, anyway bool) error {
	_, err := r.DB.ExecContext(ctx, update+" AND synced_at < $2", c.Name, c.SyncedAt, c.ID)
	return err
}

func (r *Customers) SaveMarked(ctx context.Context, c *domain.Customer) error {
	if c.Override {
		_, err := r.DB.ExecContext(ctx, update, c.Name, c.SyncedAt, c.ID)
		return err
	}
	return r.SaveIfNewer(ctx, c)
}

func (r *Customers) SaveWith(ctx context.Context, c *domain.Customer, opts ...domain.Option) error {
	var o domain.Options
	for _, set := range opts {
		set(&o)
	}
	if o.Anyway {
		_, err := r.DB.ExecContext(ctx, update, c.Name, c.SyncedAt, c.ID)
		return err
	}
	return r.SaveIfNewer(ctx, c)
}

// Policy is a domain.Policy.
type Policy struct{}

func (Policy) Applies(_ context.Context, c *domain.Customer, e *msgs.UserChanged) bool {
	return e.IsForceSync || e.CreatedUtcDate.After(c.SyncedAt)
}
