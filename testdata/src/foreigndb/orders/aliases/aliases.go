// Package aliases uses what another service's api lends the names of.
package aliases

import (
	"context"

	"example.com/fixtures/foreigndb/accounts/client"
	"example.com/fixtures/foreigndb/accounts/ledgers"
)

type lent struct {
	service client.Ledgers
	books   *client.Books
}

func (l lent) names(ctx context.Context) error {
	if err := l.service.Names(ctx); err != nil {
		return err
	}
	return l.books.Names(ctx)
}

type taken struct {
	internal ledgers.Internal
	desk     *ledgers.Desk
}

func (t taken) wipe(ctx context.Context) error {
	if err := t.internal.Wipe(ctx); err != nil { // want "writes table users"
		return err
	}
	return t.desk.Wipe(ctx) // want "writes table users"
}
