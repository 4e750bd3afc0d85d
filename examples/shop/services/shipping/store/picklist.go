package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/services/orders/store/queries"
)

// Pick is one article to be taken from the shelf.
type Pick struct {
	OrderID  string
	SKU      string
	Quantity int
}

// Picklist tells what to pack next.
type Picklist struct {
	pool *pgxpool.Pool
}

// NewPicklist returns the list on the pool.
func NewPicklist(pool *pgxpool.Pool) *Picklist { return &Picklist{pool: pool} }

// Next returns what to pack next.
func (p *Picklist) Next(ctx context.Context, limit int) ([]Pick, error) {
	rows, err := p.pool.Query(ctx, queries.ReadyForPicking, limit)
	if err != nil {
		return nil, fmt.Errorf("picklist: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Pick])
}
