package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/services/shipping/domain"
)

// Tracking stores what carriers report.
type Tracking struct {
	pool *pgxpool.Pool
}

// NewTracking returns the tracking on the pool.
func NewTracking(pool *pgxpool.Pool) *Tracking { return &Tracking{pool: pool} }

// Add appends scans to the history of their orders, where customers see them.
func (t *Tracking) Add(ctx context.Context, scans []domain.Scan) error {
	_, err := t.pool.CopyFrom(ctx, pgx.Identifier{"orders", "order_events"},
		[]string{"order_id", "kind", "occurred_at"},
		pgx.CopyFromSlice(len(scans), func(i int) ([]any, error) {
			return []any{scans[i].OrderID, scans[i].Kind, scans[i].At}, nil
		}))
	if err != nil {
		return fmt.Errorf("copy scans: %w", err)
	}
	return nil
}
