// Package goqus builds its queries with goqu.
package goqus

import (
	"context"
	"database/sql"

	"github.com/doug-martin/goqu/v9"
)

var dialect = goqu.Dialect("postgres")

func texts(ctx context.Context, db *sql.DB) {
	query, args, _ := dialect.From("users").Where(goqu.Ex{"id": 1}).ToSQL()
	db.QueryContext(ctx, query, args...) // want "reads table users"
	query, args, _ = dialect.From("orders").Select("users").Where(goqu.C("users").Eq("users")).ToSQL()
	db.QueryContext(ctx, query, args...)
	query, args, _ = dialect.From(goqu.T("orders").As("users")).ToSQL() // an alias
	db.QueryContext(ctx, query, args...)
	query, args, _ = goqu.From("orders").LeftJoin(goqu.T("users").As("u"), goqu.On(goqu.I("u.id").Eq(goqu.I("orders.user_id")))).ToSQL()
	db.QueryContext(ctx, query, args...) // want "reads table users"
	query, args, _ = dialect.Insert("users").Rows(goqu.Record{"id": 1}).Prepared(true).ToSQL()
	db.ExecContext(ctx, query, args...)                                                                 // want "writes table users"
	query, args, _ = dialect.From("orders").With("users", dialect.From("orders")).From("users").ToSQL() // a CTE
	db.QueryContext(ctx, query, args...)
	query, args, _ = dialect.From(goqu.S("shop").Table("users")).ToSQL() // another schema
	db.QueryContext(ctx, query, args...)
	query, args, _ = dialect.From(goqu.S("public").Table("users")).ToSQL()
	db.QueryContext(ctx, query, args...) // want "reads table users"
}

func runs(ctx context.Context, db *goqu.Database) {
	var list []string
	db.From("users").ScanValsContext(ctx, &list) // want "reads table users"
	db.From("orders").ScanValsContext(ctx, &list)
	db.Update("users").Set(goqu.Record{"name": 1}).Executor().ExecContext(ctx) // want "writes table users"
	db.From("users").Where(goqu.C("id").Eq(1)).Delete().Executor().Exec()      // want "writes table users"
}
