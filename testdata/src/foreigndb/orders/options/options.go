// Package options hands modifiers to what runs the query.
package options

import (
	"context"
	"database/sql"

	sq "github.com/Masterminds/squirrel"
)

type option func(sq.SelectBuilder) sq.SelectBuilder

type store struct{ items sq.SelectBuilder }

func newStore(db *sql.DB) *store {
	return &store{items: sq.Select("l.id").From("order_lines l").RunWith(db)}
}

func (s *store) list(ctx context.Context, options ...option) (*sql.Rows, error) {
	q := s.items
	for _, o := range options {
		q = o(q)
	}
	return q.QueryContext(ctx)
}

func withOrder() option {
	return func(b sq.SelectBuilder) sq.SelectBuilder {
		return b.LeftJoin("orders AS users ON users.id = l.order_id")
	}
}

func withBuyer() option {
	return func(b sq.SelectBuilder) sq.SelectBuilder {
		return b.LeftJoin("orders o ON o.id = l.order_id").LeftJoin("users u ON u.id = o.user_id")
	}
}

func of(group string) option {
	return func(b sq.SelectBuilder) sq.SelectBuilder {
		return b.Where(sq.Expr("l.user_id IN (SELECT id FROM users WHERE grp = ?)", group))
	}
}

func run(ctx context.Context, s *store) {
	s.list(ctx)
	s.list(ctx, withOrder())
	s.list(ctx, withOrder(), withBuyer()) // want "reads table users"
	s.list(ctx, of("gold"))               // want "reads table users"
}
