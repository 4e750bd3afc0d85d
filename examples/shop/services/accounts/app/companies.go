package app

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/contracts"
	"example.com/shop/pkg/db"
	"example.com/shop/services/accounts/domain"
	"example.com/shop/services/accounts/store"
)

// Companies adds and renames companies.
type Companies struct {
	pool *pgxpool.Pool
}

// NewCompanies returns the use cases.
func NewCompanies(pool *pgxpool.Pool) *Companies { return &Companies{pool: pool} }

// Save adds a company, or renames it.
func (c *Companies) Save(ctx context.Context, id, name string) (domain.Company, error) {
	var company domain.Company
	err := db.InTx(ctx, c.pool, func(ctx context.Context, tx pgx.Tx) (err error) {
		if company, err = store.SaveCompany(ctx, tx, id, name); err != nil {
			return fmt.Errorf("save company %s: %w", id, err)
		}
		return store.Enqueue(ctx, tx, contracts.TopicCompanies, company.Changed())
	})
	return company, err
}
