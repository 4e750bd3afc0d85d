// Package app declares the interface where it is used.
package app

import (
	"context"
	"database/sql"
)

// Charger takes money.
type Charger interface {
	Charge(ctx context.Context) error
}

// Checkout uses it.
type Checkout struct {
	db      *sql.DB
	charger Charger
}

// New makes one.
func New(db *sql.DB, c Charger) *Checkout { return &Checkout{db, c} }

// Place charges inside.
func (c *Checkout) Place(ctx context.Context) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := c.charger.Charge(ctx); err != nil { // want "app.Charger.Charge leaves"
		return err
	}
	return tx.Commit()
}
