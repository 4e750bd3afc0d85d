// Package client is accounts' api: others may call it, whatever it does.
package client

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/accounts/store"
)

// Known asks the database, as this api is linked in.
func Known(ctx context.Context, db *sql.DB) (bool, error) {
	n, err := store.Count(ctx, db)
	return n > 0, err
}

// Client is how others see accounts.
type Client interface {
	Look(ctx context.Context) (int, error)
}

// Direct is linked into other services.
type Direct struct{ DB *sql.DB }

// Ask reads accounts' own table.
func (d *Direct) Ask(ctx context.Context, id string) (string, error) {
	_, err := store.Count(ctx, d.DB)
	return "", err
}

// A Token is for others to use.
type Token struct{ ID string }
