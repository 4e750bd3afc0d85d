// Package goqus builds its queries with goqu.
package goqus

import (
	"context"
	"database/sql"

	"github.com/doug-martin/goqu/v9"
	"github.com/doug-martin/goqu/v9/exp"

	"example.com/fixtures/foreigndb/pkg/idents"
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

// Tables that variables name, here and in a package of names.
var (
	shop     = goqu.S("orders")
	placed   = shop.Table("orders")
	lines    = goqu.T("order_lines").Schema("orders")
	people   = goqu.S("public").Table("users")
	archived = goqu.S("archive").Table("users") // another schema
)

func named(ctx context.Context, db *sql.DB) {
	query, args, _ := dialect.From(placed).LeftJoin(lines.As("l"), goqu.On(goqu.I("l.order_id").Eq(goqu.I("orders.id")))).ToSQL()
	db.QueryContext(ctx, query, args...)
	query, args, _ = dialect.From(placed).LeftJoin(people.As("p"), goqu.On(goqu.I("p.id").Eq(goqu.I("orders.user_id")))).ToSQL()
	db.QueryContext(ctx, query, args...) // want "reads table users"
	query, args, _ = dialect.From(archived).ToSQL()
	db.QueryContext(ctx, query, args...)
	query, args, _ = dialect.Insert(placed).Cols("id").FromQuery(dialect.From(people).Select("id")).ToSQL()
	db.ExecContext(ctx, query, args...) // want "reads table users"
	query, args, _ = dialect.From(idents.People).ToSQL()
	db.QueryContext(ctx, query, args...) // want "reads table users"
	query, args, _ = dialect.From(placed).Where(placed.Col("users").Gt(1)).Order(people.Col("id").Asc()).ToSQL()
	db.QueryContext(ctx, query, args...)
}

// A filter may bring a join in: whoever writes it down tells.
type filter struct {
	join exp.Expression
	on   exp.JoinCondition
}

func query(f filter) *goqu.SelectDataset {
	ds := dialect.From(placed.As("o")).Select("o.id")
	if f.join != nil {
		ds = ds.Join(f.join, f.on)
	}
	return ds
}

func filtered(ctx context.Context, db *sql.DB) {
	text, args, _ := query(filter{}).ToSQL()
	db.QueryContext(ctx, text, args...)
	text, args, _ = query(filter{join: lines.As("l"), on: goqu.On(goqu.I("l.order_id").Eq(goqu.I("o.id")))}).ToSQL()
	db.QueryContext(ctx, text, args...)
	text, args, _ = query(filter{join: people.As("p"), on: goqu.On(goqu.I("p.id").Eq(goqu.I("o.user_id")))}).ToSQL()
	db.QueryContext(ctx, text, args...) // want "reads table users"
}
