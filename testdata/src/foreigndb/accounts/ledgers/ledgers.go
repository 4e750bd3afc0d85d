// Package ledgers is accounts' own; its api lends some of it.
package ledgers

import (
	"context"
	"database/sql"
)

// Service keeps ledgers. The api lends its name.
type Service interface {
	Names(ctx context.Context) error
}

// Internal does not leave the service.
type Internal interface {
	Wipe(ctx context.Context) error
}

// Books are ledgers. The api lends their name.
type Books struct{ DB *sql.DB }

// Names reads them.
func (b *Books) Names(ctx context.Context) error {
	_, err := b.DB.QueryContext(ctx, "SELECT name FROM users")
	return err
}

// Desk is not lent.
type Desk struct{ DB *sql.DB }

// Wipe removes them.
func (d *Desk) Wipe(ctx context.Context) error {
	_, err := d.DB.ExecContext(ctx, "DELETE FROM users")
	return err
}

// New returns the service.
func New(db *sql.DB) Service { return &Books{db} }

// NewInternal returns what is not lent.
func NewInternal(db *sql.DB) Internal { return &Desk{db} }
