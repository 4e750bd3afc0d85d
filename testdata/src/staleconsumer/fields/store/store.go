// Package store has the books.
package store

import (
	"context"
	"database/sql"

	"example.com/fixtures/staleconsumer/fields/book"
)

// List compares nothing.
type List struct{ DB *sql.DB }

// Put overwrites.
func (l *List) Put(ctx context.Context, c book.Changed) error {
	_, err := l.DB.ExecContext(ctx, "UPDATE list_prices SET cents = $2 WHERE sku = $1", c.SKU, c.Cents)
	return err
}

// Sale compares nothing either.
type Sale struct{ DB *sql.DB }

// Put overwrites.
func (s *Sale) Put(ctx context.Context, c book.Changed) error {
	_, err := s.DB.ExecContext(ctx, "UPDATE sale_prices SET cents = $2 WHERE sku = $1", c.SKU, c.Cents)
	return err
}

// Promo compares.
type Promo struct{ DB *sql.DB }

// Put writes what is newer.
func (p *Promo) Put(ctx context.Context, c book.Changed) error {
	_, err := p.DB.ExecContext(ctx, "UPDATE promo_prices SET cents = $2, version = $3 WHERE sku = $1 AND version < $3", c.SKU, c.Cents, c.Version)
	return err
}

// Counted stands before another book.
type Counted struct {
	next book.Book
	puts int
}

// NewCounted counts what next is given.
func NewCounted(next book.Book) *Counted { return &Counted{next: next} }

// Put counts and hands on.
func (c *Counted) Put(ctx context.Context, p book.Changed) error {
	c.puts++
	return c.next.Put(ctx, p)
}
