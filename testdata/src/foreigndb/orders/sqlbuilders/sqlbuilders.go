// Package sqlbuilders builds its queries with go-sqlbuilder.
package sqlbuilders

import (
	"context"
	"database/sql"

	"github.com/huandu/go-sqlbuilder"
)

func builds(ctx context.Context, db *sql.DB, all bool) {
	sb := sqlbuilder.NewSelectBuilder()
	sb.Select("id").From("users")
	if !all {
		sb.Where(sb.Equal("id", 1))
	}
	query, args := sb.Build()
	db.QueryContext(ctx, query, args...) // want "reads table users"

	own := sqlbuilder.PostgreSQL.NewSelectBuilder().Select("users").From("orders AS users")
	query, args = own.Build()
	db.QueryContext(ctx, query, args...)

	query, args = sqlbuilder.Select("o.id").From("orders o").Join("users u", "u.id = o.user_id").Build()
	db.QueryContext(ctx, query, args...) // want "reads table users"

	ib := sqlbuilder.NewInsertBuilder()
	ib.InsertInto("users").Cols("id").Values(1)
	query, args = ib.Build()
	db.ExecContext(ctx, query, args...) // want "writes table users"

	query, args = sqlbuilder.DeleteFrom("users").Build()
	db.ExecContext(ctx, query, args...) // want "writes table users"
}

type row struct {
	ID string `db:"id"`
}

func structs(ctx context.Context, db *sql.DB) {
	s := sqlbuilder.NewStruct(new(row))
	query, args := s.SelectFrom("users").Build()
	db.QueryContext(ctx, query, args...) // want "reads table users"
	query, args = s.Update("orders", &row{}).Build()
	db.ExecContext(ctx, query, args...)
}

// What a WITH defines is no table.
func defined(ctx context.Context, db *sql.DB) {
	recent := sqlbuilder.Select("id").From("orders")
	sb := sqlbuilder.NewSelectBuilder()
	sb.Select("id").From("users")
	sb.With(sqlbuilder.With(sqlbuilder.CTEQuery("users").As(recent)))
	query, args := sb.Build()
	db.QueryContext(ctx, query, args...)

	query, args = sqlbuilder.With(sqlbuilder.CTETable("users", "id").As(recent)).Select("id").From("orders").Join("users", "users.id = orders.id").Build()
	db.QueryContext(ctx, query, args...)

	query, args = sqlbuilder.With(sqlbuilder.CTEQuery("recent").As(sqlbuilder.Select("id").From("users"))).Select("id").From("recent").Build()
	db.QueryContext(ctx, query, args...) // want "reads table users"

	query, args = sqlbuilder.With(sqlbuilder.CTEQuery("recent").As(recent)).Select("id").From("users").Build()
	db.QueryContext(ctx, query, args...) // want "reads table users"
}
