// Package bobs builds its queries with bob.
package bobs

import (
	"context"

	"github.com/stephenafamo/bob"
	"github.com/stephenafamo/bob/dialect/psql"
	"github.com/stephenafamo/bob/dialect/psql/dialect"
	"github.com/stephenafamo/bob/dialect/psql/dm"
	"github.com/stephenafamo/bob/dialect/psql/im"
	"github.com/stephenafamo/bob/dialect/psql/sm"
	"github.com/stephenafamo/bob/dialect/psql/um"
)

func queries(ctx context.Context, db bob.DB) {
	bob.Exec(ctx, db, psql.Select(sm.Columns("users"), sm.From("orders").As("users")))
	bob.Exec(ctx, db, psql.Select(sm.Columns("id"), sm.From("users")))                           // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.From("orders"), sm.InnerJoin("users").Using("id")))         // want "reads table users"
	bob.Exec(ctx, db, psql.Insert(im.Into("users", "id"), im.Values(psql.Arg(1))))               // want "writes table users"
	bob.Exec(ctx, db, psql.Update(um.Table("users"), um.SetCol("name").ToArg(1)))                // want "writes table users"
	bob.Exec(ctx, db, psql.Delete(dm.From("users"), dm.Where(psql.Quote("id").EQ(psql.Arg(1))))) // want "writes table users"
	bob.Exec(ctx, db, psql.Insert(im.Into("orders", "users"), im.Values(psql.Arg(1))))

	// What With defines is no table, but in its own definition.
	bob.Exec(ctx, db, psql.Select(sm.With("users").As(psql.Select(sm.From("orders"))), sm.From("users")))
	bob.Exec(ctx, db, psql.Select(sm.From("users").As("u"), sm.With("users", "id").As(psql.Select(sm.From("orders"))).Materialized()))
	bob.Exec(ctx, db, psql.Select(sm.With("users").As(psql.Select(sm.From("orders"))), sm.From("orders"), sm.InnerJoin("users").Using("id")))
	bob.Exec(ctx, db, psql.Select(sm.With("users").As(psql.Select(sm.From("orders"))), sm.From("orders"), sm.Where(psql.Quote("id").In(psql.Select(sm.From("users"))))))
	bob.Exec(ctx, db, psql.Select(sm.With("users").As(psql.Select(sm.From("users"))), sm.From("users")))                                // want "reads table users"
	bob.Exec(ctx, db, psql.Select(sm.With("recent").As(psql.Select(sm.From("orders"))), sm.From("users")))                              // want "reads table users"
	bob.Exec(ctx, db, psql.Update(um.With("recent").As(psql.Select(sm.From("orders"))), um.Table("users"), um.SetCol("name").ToArg(1))) // want "writes table users"
}

func collected(ctx context.Context, db bob.DB, all bool) {
	mods := []bob.Mod[*dialect.SelectQuery]{sm.With("users").As(psql.Select(sm.From("orders")))}
	mods = append(mods, sm.From("users"))
	if !all {
		mods = append(mods, sm.Limit(1))
	}
	bob.Exec(ctx, db, psql.Select(mods...))
}
