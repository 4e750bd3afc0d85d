// Package adapters implements orders' ports.
package adapters

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/orders/ports"
)

// Orders reads more than it should: the finding stands here, and not where the
// port is called.
type Orders struct{ DB *sql.DB }

var _ ports.Orders = (*Orders)(nil)

// State reads a foreign table too.
func (o *Orders) State(ctx context.Context, id string) (string, error) {
	_, err := o.DB.ExecContext(ctx, "SELECT state FROM orders JOIN users ON TRUE") // want "orders reads table users of service accounts"
	return "", err
}

// Either clears the service's own table.
type Either struct{ DB *sql.DB }

// Clear empties it.
func (e *Either) Clear(ctx context.Context) error {
	_, err := e.DB.ExecContext(ctx, "DELETE FROM order_lines")
	return err
}
