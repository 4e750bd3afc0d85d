package app

import (
	"context"
	"database/sql"
	"fmt"

	"example.com/shop/pkg/db"
	"example.com/shop/services/orders/client"
)

// Review scores orders that nobody has looked at.
type Review struct {
	DB   *sql.DB
	Risk *client.Risk
}

// Run scores up to limit orders, unless another instance is at it.
func (r *Review) Run(ctx context.Context, limit int) error {
	return db.WithConn(ctx, r.DB, func(conn *sql.Conn) error {
		var locked bool
		if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock(hashtext('orders.review'))").Scan(&locked); err != nil {
			return fmt.Errorf("lock: %w", err)
		}
		if !locked {
			return nil
		}
		defer conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(hashtext('orders.review'))")

		ids, err := unscored(ctx, conn, limit)
		if err != nil {
			return err
		}
		for _, id := range ids {
			level, err := r.Risk.Score(ctx, id)
			if err != nil {
				return err
			}
			if _, err := conn.ExecContext(ctx, "UPDATE orders SET risk = $2 WHERE id = $1", id, level); err != nil {
				return fmt.Errorf("set risk of %s: %w", id, err)
			}
		}
		return nil
	})
}

func unscored(ctx context.Context, conn *sql.Conn, limit int) ([]string, error) {
	rows, err := conn.QueryContext(ctx, "SELECT id FROM orders WHERE risk = 'unknown' ORDER BY placed_at LIMIT $1", limit)
	if err != nil {
		return nil, fmt.Errorf("unscored orders: %w", err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
