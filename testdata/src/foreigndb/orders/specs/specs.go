// Package specs tells others what to do by lists of structs.
package specs

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/pkg/purge"
)

var nightly = []purge.Spec{
	{From: "orders", Column: "users"},
	{From: "users", Column: "seen"},
}

var ours = []purge.Spec{{From: "orders", Column: "users"}, {From: "order_lines", Column: "at"}}

var changed = []purge.Spec{{From: "users", Column: "at"}}

func init() { changed = changed[:0] }

func all(ctx context.Context, db *sql.DB, given []purge.Spec) {
	purge.Run(ctx, db, nightly...) // want "writes table users"
	purge.Run(ctx, db, ours...)
	purge.Run(ctx, db, given...)
	purge.Run(ctx, db, changed...)
	purge.Run(ctx, db)
	purge.Run(ctx, db, purge.Spec{From: "orders", Column: "users"}, purge.Spec{From: "users", Column: "at"}) // want "writes table users"
	purge.Run(ctx, db, purge.Spec{From: "orders", Column: "users"})
	local := []purge.Spec{{From: "order_lines", Column: "users"}}
	purge.Run(ctx, db, local...)
}

func union(ctx context.Context, db *sql.DB) {
	q := ""
	for _, src := range []struct{ table, column string }{{"orders", "name"}, {"users", "name"}} {
		q = "SELECT " + src.column + " FROM " + src.table
		db.QueryContext(ctx, q) // want "reads table users"
	}
	for _, src := range []struct{ table, column string }{{"orders", "users"}, {"order_lines", "users"}} {
		db.QueryContext(ctx, "SELECT "+src.column+" FROM "+src.table)
	}
}
