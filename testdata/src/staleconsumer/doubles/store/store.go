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

type Stalls struct{ DB *sql.DB }

func (s *Stalls) Move(ctx context.Context, id, place string) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE stalls SET place = $2 WHERE id = $1`, id, place)
	return err
}

type Carts struct{ DB *sql.DB }

func (s *Carts) Push(ctx context.Context, id, place string, revision int64) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE carts SET place = $2, revision = $3 WHERE id = $1 AND revision < $3`, id, place, revision)
	return err
}
