// Package store reads and writes the tables of the shipping service.
package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/contracts"
)

// Copies keeps what shipping has to know of the entities of the accounts service.
type Copies struct {
	pool *pgxpool.Pool
}

// NewCopies returns the copies on the pool.
func NewCopies(pool *pgxpool.Pool) *Copies { return &Copies{pool: pool} }

// HasCompany reports whether a company has arrived.
func (c *Copies) HasCompany(ctx context.Context, id string) (bool, error) {
	var found bool
	err := c.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM companies WHERE id = $1)", id).Scan(&found)
	return found, err
}

// HasCustomer reports whether a customer has arrived.
func (c *Copies) HasCustomer(ctx context.Context, id string) (bool, error) {
	var found bool
	err := c.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM customers WHERE id = $1)", id).Scan(&found)
	return found, err
}

// SaveCompany stores what the message says, unless something newer is stored already, and reports whether it did.
func (c *Copies) SaveCompany(ctx context.Context, msg contracts.CompanyChanged) (bool, error) {
	tag, err := c.pool.Exec(ctx, `
		INSERT INTO companies (id, name, is_deleted, last_message_sync_date)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET
			name = EXCLUDED.name,
			is_deleted = EXCLUDED.is_deleted,
			last_message_sync_date = EXCLUDED.last_message_sync_date
		WHERE companies.last_message_sync_date < EXCLUDED.last_message_sync_date OR $5`,
		msg.ID, msg.Name, msg.IsDeleted, msg.CreatedUtcDate, msg.IsForceSync)
	if err != nil {
		return false, fmt.Errorf("save company %s: %w", msg.ID, err)
	}
	return tag.RowsAffected() > 0, nil
}

// SaveCustomer stores what the message says, unless something newer is stored already, and reports whether it did.
func (c *Copies) SaveCustomer(ctx context.Context, msg contracts.UserChanged) (bool, error) {
	tag, err := c.pool.Exec(ctx, `
		-- accounts.users has more columns; a label needs these
		INSERT INTO customers (id, company_id, name, email, is_deleted, last_message_sync_date)
		VALUES ($1, NULLIF($2, '')::uuid, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET
			company_id = EXCLUDED.company_id,
			name = EXCLUDED.name,
			email = EXCLUDED.email,
			is_deleted = EXCLUDED.is_deleted,
			last_message_sync_date = EXCLUDED.last_message_sync_date
		WHERE customers.last_message_sync_date < EXCLUDED.last_message_sync_date OR $7`,
		msg.ID, msg.CompanyID, msg.Name, msg.Email, msg.IsDeleted, msg.CreatedUtcDate, msg.IsForceSync)
	if err != nil {
		return false, fmt.Errorf("save customer %s: %w", msg.ID, err)
	}
	return tag.RowsAffected() > 0, nil
}

// RefusedCustomer remembers that a message came too late.
func (c *Copies) RefusedCustomer(ctx context.Context, id string) error {
	_, err := c.pool.Exec(ctx, "INSERT INTO sync_log (source, entity_id) VALUES ('accounts.users', $1)", id)
	return err
}
