// Package book says what keeps prices.
package book

import "context"

// A Changed price is published.
type Changed struct {
	SKU     string
	Cents   int64
	Version int64
}

// A Book takes prices.
type Book interface {
	Put(ctx context.Context, c Changed) error
}
