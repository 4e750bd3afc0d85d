// Package store keeps rows.
package store

import (
	"context"
	"database/sql"

	"example.com/fixtures/depwait/tram/handling"
)

// A Store keeps rows in a database.
type Store struct{ DB *sql.DB }

// PutLine adds one.
func (s *Store) PutLine(ctx context.Context, l handling.Line) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO lines (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, l.ID, l.Name)
	return err
}

// LineThere fails where there is no such line.
func (s *Store) LineThere(ctx context.Context, id string) error {
	var found string
	return s.DB.QueryRowContext(ctx, `SELECT id FROM lines WHERE id = $1`, id).Scan(&found)
}

// PutTrip adds one.
func (s *Store) PutTrip(ctx context.Context, t handling.Trip) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO trips (id, line_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, t.ID, t.LineID)
	return err
}

// PutDelay adds one.
func (s *Store) PutDelay(ctx context.Context, d handling.Delay) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO delays (id, line_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, d.ID, d.LineID)
	return err
}

// PutFare adds one.
func (s *Store) PutFare(ctx context.Context, f handling.Fare) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO fares (id, line_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, f.ID, f.LineID)
	return err
}

// PutRating adds one.
func (s *Store) PutRating(ctx context.Context, r handling.Rating) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO ratings (id, line_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, r.ID, r.LineID)
	return err
}

// PutNotice adds one.
func (s *Store) PutNotice(ctx context.Context, n handling.Notice) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO notices (id, line_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, n.ID, n.LineID)
	return err
}

// Rename changes one.
func (s *Store) Rename(ctx context.Context, id, name string) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE lines SET name = $2 WHERE id = $1`, id, name)
	return err
}

// RemoveDepot has a line do without one.
func (s *Store) RemoveDepot(ctx context.Context, id, depot string) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE lines SET depots = array_remove(depots, $2) WHERE id = $1`, id, depot)
	return err
}
