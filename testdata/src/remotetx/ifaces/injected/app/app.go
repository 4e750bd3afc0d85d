// Package app declares what it needs.
package app

import (
	"context"
	"database/sql"
)

// Slots reserves slots.
type Slots interface{ Reserve(context.Context) error }

// Prices knows prices.
type Prices interface{ Price(context.Context) error }

// Stock is kept in memory.
type Stock interface{ Take(context.Context) error }

// Mail is sent.
type Mail interface{ Send(context.Context) error }

// Ledger is bound by the types alone.
type Ledger interface{ Post(context.Context) error }

// Audit is bound apart from what makes it.
type Audit interface{ Note(context.Context) error }

// Book books.
type Book struct {
	db     *sql.DB
	slots  Slots
	prices Prices
	stock  Stock
	mail   Mail
	ledger Ledger
	audit  Audit
}

// New returns one.
func New(db *sql.DB, s Slots, p Prices, st Stock, m Mail, l Ledger, a Audit) *Book {
	return &Book{db, s, p, st, m, l, a}
}

func (b *Book) within(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Place places a booking.
func (b *Book) Place(ctx context.Context) error {
	if err := b.prices.Price(ctx); err != nil {
		return err
	}
	return b.within(ctx, func(tx *sql.Tx) error {
		if err := b.stock.Take(ctx); err != nil {
			return err
		}
		if err := b.slots.Reserve(ctx); err != nil { // want "app.Slots.Reserve leaves"
			return err
		}
		if err := b.ledger.Post(ctx); err != nil { // want "app.Ledger.Post leaves"
			return err
		}
		if err := b.audit.Note(ctx); err != nil { // want "app.Audit.Note leaves"
			return err
		}
		return b.mail.Send(ctx) // want "app.Mail.Send leaves"
	})
}
