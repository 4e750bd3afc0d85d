// Package store keeps shops.
package store

import (
	"context"
	"database/sql"
)

type Shops struct{ DB *sql.DB }

func (s *Shops) Rename(ctx context.Context, id, name string) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE shops SET name = $2 WHERE id = $1`, id, name)
	return err
}
