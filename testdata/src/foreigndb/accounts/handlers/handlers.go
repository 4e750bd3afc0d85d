// Package handlers handles events that others publish.
package handlers

import (
	"context"
	"database/sql"
)

// Placed writes accounts' own table.
type Placed struct{ DB *sql.DB }

// HandleEvent handles an event.
func (p *Placed) HandleEvent(ctx context.Context, name string) error {
	_, err := p.DB.ExecContext(ctx, "UPDATE users SET name = name")
	return err
}
