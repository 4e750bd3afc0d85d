// Package stored runs statements that another package stores.
package stored

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/orders/stored/queries"
	"example.com/fixtures/foreigndb/pkg/dbx"
)

var here = dbx.Store("here", `SELECT name FROM users`)

func own(ctx context.Context, db *sql.DB) {
	_, _ = queries.Open.Rows(ctx, db)
	_, _ = queries.CTE.Rows(ctx, db)
	_, _ = queries.Switched.Rows(ctx, db) // which one it is, is not known
	_ = queries.Buyers                    // runs nothing
}

func foreign(ctx context.Context, db *sql.DB) {
	_, _ = queries.Buyers.Rows(ctx, db) // want "reads table users"
	_, _ = queries.Timed.Rows(ctx, db)  // want "reads table users"
	_, _ = queries.Shared.Rows(ctx, db) // want "reads table users"
	_, _ = here.Rows(ctx, db)           // want "reads table users"
}
