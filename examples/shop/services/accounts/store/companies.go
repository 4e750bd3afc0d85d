package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"example.com/shop/services/accounts/domain"
)

// SaveCompany adds a company, or renames it, and returns it as it was stored.
func SaveCompany(ctx context.Context, tx pgx.Tx, id, name string) (domain.Company, error) {
	rows, err := tx.Query(ctx, `
		INSERT INTO accounts.companies (id, name) VALUES ($1, $2)
		ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, updated_at = now()
		RETURNING id::text, name, updated_at, deleted_at`, id, name)
	if err != nil {
		return domain.Company{}, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[domain.Company])
}
