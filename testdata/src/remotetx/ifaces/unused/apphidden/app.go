// Package apphidden is wired out of sight, behind a decorator.
package apphidden

import (
	"context"
	"database/sql"

	"example.com/fixtures/remotetx/ifaces/unused/bus"
)

// A Service knows the interface only.
type Service struct {
	DB  *sql.DB
	Bus bus.Publisher
	Tx  Work
}

// Work runs a function in a transaction.
type Work interface {
	Within(ctx context.Context, fn func(context.Context) error) error
}

// Place publishes inside its own transaction.
func (s *Service) Place(ctx context.Context, id string) error {
	tx, err := s.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.Bus.Publish(ctx, id); err != nil { // want "leaves"
		return err
	}
	return tx.Commit()
}

// Confirm publishes inside one that an interface opens.
func (s *Service) Confirm(ctx context.Context, id string) error {
	return s.Tx.Within(ctx, func(ctx context.Context) error {
		return s.Bus.Publish(ctx, id) // want "leaves"
	})
}
