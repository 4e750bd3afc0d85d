// Package port has interfaces with several implementations.
package port

import (
	"context"
	"database/sql"
)

// Publisher is implemented twice: one stays inside.
type Publisher interface{ Publish(context.Context) error }

// Store is implemented twice: both stay inside.
type Store interface{ Put(context.Context) error }

// Place uses both.
func Place(ctx context.Context, tx *sql.Tx, p Publisher, s Store) error {
	if err := s.Put(ctx); err != nil {
		return err
	}
	return p.Publish(ctx) // want "port.Publisher.Publish leaves"
}
