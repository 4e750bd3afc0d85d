// Package resync fills the copies of the shipping service from scratch. The copies raise no messages.
package resync

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/contracts"
	"example.com/shop/services/shipping/store"
)

// Customers copies all customers whose company is there and returns how many it wrote.
func Customers(ctx context.Context, source *pgxpool.Pool, copies *store.Copies) (int, error) {
	rows, err := source.Query(ctx, `
		SELECT id::text, coalesce(company_id::text, ''), name, email, deleted_at IS NOT NULL, false, updated_at
		FROM accounts.users
		ORDER BY id`)
	if err != nil {
		return 0, fmt.Errorf("read customers: %w", err)
	}
	users, err := pgx.CollectRows(rows, pgx.RowToStructByPos[contracts.UserChanged])
	if err != nil {
		return 0, fmt.Errorf("read customers: %w", err)
	}
	var written int
	for _, user := range users {
		if user.CompanyID != "" {
			found, err := copies.HasCompany(ctx, user.CompanyID)
			if err != nil {
				return written, err
			}
			if !found {
				slog.WarnContext(ctx, "customer left out, company is missing", "customer", user.ID, "company", user.CompanyID)
				continue
			}
		}
		if _, err := copies.SaveCustomer(ctx, user); err != nil {
			return written, err
		}
		written++
	}
	return written, nil
}
