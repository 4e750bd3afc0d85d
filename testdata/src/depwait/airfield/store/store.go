// Package store keeps the planes.
package store

import (
	"context"
	"database/sql"
)

// A Store keeps them in a database.
type Store struct{ DB *sql.DB }

// Add adds a plane.
func (s *Store) Add(ctx context.Context, id, name string) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO planes (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, name)
	return err
}

// Land says how many planes have landed.
func (s *Store) Land(ctx context.Context, id string) (int64, error) {
	res, err := s.DB.ExecContext(ctx, `UPDATE planes SET landed = true WHERE id = $1`, id)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Paint says how many there are to paint.
func (s *Store) Paint(ctx context.Context, id, colour string) (int64, error) {
	res, err := s.DB.ExecContext(ctx, `UPDATE planes SET colour = $2 WHERE id = $1`, id, colour)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Weigh reports whether there is one to weigh.
func (s *Store) Weigh(ctx context.Context, id string, kilos int) (bool, error) {
	res, err := s.DB.ExecContext(ctx, `UPDATE planes SET kilos = $2 WHERE id = $1`, id, kilos)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// Fuel reports whether there is one to fuel.
func (s *Store) Fuel(ctx context.Context, id string, litres int) (bool, error) {
	res, err := s.DB.ExecContext(ctx, `UPDATE planes SET litres = $2 WHERE id = $1`, id, litres)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	return true, nil
}

// Known reports whether there is a plane.
func (s *Store) Known(ctx context.Context, id string) (known bool, err error) {
	err = s.DB.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM planes WHERE id = $1)`, id).Scan(&known)
	return known, err
}
