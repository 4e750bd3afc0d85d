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
