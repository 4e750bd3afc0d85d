// Package domain handles what is told of customers, and knows no broker.
package domain

import (
	"context"
	"database/sql"

	"example.com/fixtures/staleconsumer/msgs"
)

// A Service keeps customers.
type Service struct{ DB *sql.DB }

// Renamed takes a new name.
func (s *Service) Renamed(ctx context.Context, e msgs.CustomerChanged) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE customers SET name = $2 WHERE id = $1`, e.ID, e.Name) // want `consumer Service.Renamed overwrites customers`
	return err
}

// Kept takes it only if it is newer.
func (s *Service) Kept(ctx context.Context, e msgs.CustomerChanged) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE customers SET name = $2, version = $3 WHERE id = $1 AND version < $3`, e.ID, e.Name, e.Version)
	return err
}
