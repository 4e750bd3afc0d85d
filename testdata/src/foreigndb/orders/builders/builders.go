// Package builders builds its queries.
package builders

import (
	"context"
	"database/sql"

	sq "github.com/Masterminds/squirrel"
	"github.com/jmoiron/sqlx"
)

var psql = sq.StatementBuilder.PlaceholderFormat(sq.Dollar)

func selects(ctx context.Context, db *sql.DB) error {
	query, args, err := psql.Select("o.id").From("orders o").Join("users u ON u.id = o.user_id").ToSql()
	if err != nil {
		return err
	}
	_, err = db.QueryContext(ctx, query, args...) // want "reads table users"
	return err
}

func ownTables(ctx context.Context, db *sql.DB) error {
	query, args, err := psql.Select("users").From("orders").Where("users = ?", 1).ToSql() // a column
	if err != nil {
		return err
	}
	_, err = db.QueryContext(ctx, query, args...)
	return err
}

// The chain may be continued on a condition, and by a helper.
func continued(ctx context.Context, db *sql.DB, all bool) error {
	stmt := sq.Update("users").Set("name", "x")
	if !all {
		stmt = stmt.Where("id = ?", 1)
	}
	query, args, err := limited(stmt).ToSql()
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, query, args...) // want "writes table users"
	return err
}

func limited(b sq.UpdateBuilder) sq.UpdateBuilder { return b.Limit(1) }

func inserts(ctx context.Context, db *sql.DB) error {
	query, args, err := sq.Insert("orders").Columns("users").Values(1).ToSql()
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, query, args...)
	return err
}

func named(ctx context.Context, db *sqlx.DB) error {
	query, args, err := db.BindNamed("DELETE FROM users WHERE id = :id", map[string]any{"id": 1})
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, query, args...) // want "writes table users"
	return err
}

func runs(ctx context.Context, db *sql.DB) error {
	_, err := sq.Delete("users").RunWith(db).ExecContext(ctx) // want "writes table users"
	return err
}

var dollar = sq.StatementBuilder.PlaceholderFormat(sq.Dollar)

// A lister keeps what its queries begin with.
type lister struct {
	db          *sql.DB
	joined, own sq.SelectBuilder
	other       sq.SelectBuilder
}

var everything = sq.Select("*").From("users")

func newLister(db *sql.DB, other sq.SelectBuilder) *lister {
	return &lister{db: db, joined: dollar.Select("*").From("orders o").LeftJoin("users u ON u.id = o.user_id"), own: dollar.Select("*").From("orders"), other: other}
}

func (l *lister) lists(ctx context.Context) {
	l.joined.Where("id = ?", 1).RunWith(l.db).QueryContext(ctx) // want "reads table users"
	l.own.Where("users = ?", 1).RunWith(l.db).QueryContext(ctx)
	l.other.Where("users = ?", 1).RunWith(l.db).QueryContext(ctx)
	everything.Limit(1).RunWith(l.db).QueryContext(ctx) // want "reads table users"
}

// manyWays is built in more ways than are followed, which must not keep the rest
// from being read.
func manyWays(ctx context.Context, db *sql.DB, filters map[string]int) error {
	q := psql.Select("o.id").From("orders o")
	if id, ok := filters["id"]; ok {
		q = q.Where(sq.Eq{"o.id": id})
	}
	if user, ok := filters["user"]; ok {
		q = q.Where(sq.Eq{"o.user_id": user})
	}
	if total, ok := filters["total"]; ok {
		q = q.Where(sq.Eq{"o.total": total})
	}
	if day, ok := filters["day"]; ok {
		q = q.Where(sq.Eq{"o.day": day})
	}
	if limit, ok := filters["limit"]; ok {
		q = q.Limit(uint64(limit))
	}
	query, args, err := q.ToSql()
	if err != nil {
		return err
	}
	_, err = db.QueryContext(ctx, query, args...)
	return err
}

// What a WITH defines is no table.
func defined(ctx context.Context, db *sql.DB) {
	sq.Select("id").Prefix("WITH users AS (SELECT id FROM orders)").From("users").RunWith(db).QueryContext(ctx)
	sq.Select("id").From("users u").Prefix("WITH users (id) AS MATERIALIZED (?)", sq.Select("id").From("orders")).RunWith(db).QueryContext(ctx)
	sq.Select("id").From("orders").PrefixExpr(sq.Select("id").From("orders").Prefix("WITH users AS (").Suffix(")")).Join("users u ON u.id = orders.id").RunWith(db).QueryContext(ctx)
	sq.Select("id").From("users").PrefixExpr(sq.Expr("WITH a AS (SELECT 1), users AS (?)", sq.Select("id").From("orders"))).RunWith(db).QueryContext(ctx)

	sq.Select("id").Prefix("WITH recent AS (SELECT id FROM users)").From("recent").RunWith(db).QueryContext(ctx)                                  // want "reads table users"
	sq.Select("id").From("recent").PrefixExpr(sq.Select("id").From("users").Prefix("WITH recent AS (").Suffix(")")).RunWith(db).QueryContext(ctx) // want "reads table users"
	sq.Select("id").Prefix("WITH recent AS (SELECT id FROM orders)").From("users").RunWith(db).QueryContext(ctx)                                  // want "reads table users"
}
