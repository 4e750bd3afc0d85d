// Package store has a repository that takes options.
package store

import (
	"context"
	"database/sql"

	sq "github.com/Masterminds/squirrel"
	"github.com/uptrace/bun"
)

type settings struct {
	newer, loud bool
	column      string
}

// An Option changes how a row is put.
type Option func(*settings)

// Newer leaves the row as it is if it is not older.
func Newer() Option { return func(s *settings) { s.newer = true } }

// NewerOn does so by a column.
func NewerOn(column string) Option { return func(s *settings) { s.column = column } }

// Loud tells others.
func Loud() Option { return func(s *settings) { s.loud = true } }

// Customers are kept by plain SQL.
type Customers struct{ DB *sql.DB }

func (c *Customers) Put(ctx context.Context, id, name string, version int64, opts ...Option) error {
	var s settings
	for _, o := range opts {
		o(&s)
	}
	q := "INSERT INTO customers (id, name, version) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version"
	if s.newer {
		q += " WHERE customers.version < excluded.version"
	}
	_, err := c.DB.ExecContext(ctx, q, id, name, version)
	return err
}

// Plain has no option that matters to it.
func (c *Customers) Plain(ctx context.Context, id, name string, version int64, opts ...Option) error {
	var s settings
	for _, o := range opts {
		o(&s)
	}
	_, err := c.DB.ExecContext(ctx, "INSERT INTO customers (id, name, version) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version", id, name, version)
	if err == nil && s.loud {
		println(id)
	}
	return err
}

// Rows are kept by a builder, whatever they are.
type Rows[T any] struct{ DB *bun.DB }

func (r *Rows[T]) Put(ctx context.Context, row *T, opts ...Option) error {
	var s settings
	for _, o := range opts {
		o(&s)
	}
	q := r.DB.NewInsert().Model(row).On("CONFLICT (id) DO UPDATE").Set("name = EXCLUDED.name").Set("version = EXCLUDED.version")
	if s.column != "" {
		q = q.Where("?TableAlias.? < EXCLUDED.?", bun.Ident(s.column), bun.Ident(s.column))
	}
	_, err := q.Exec(ctx)
	return err
}

// Suffixed puts its condition at the end of what a builder makes.
func (c *Customers) Suffixed(ctx context.Context, id, name string, version int64, opts ...Option) error {
	var s settings
	for _, o := range opts {
		o(&s)
	}
	end := "ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version"
	if s.newer {
		end += " WHERE customers.version < excluded.version"
	}
	q, args, err := sq.Insert("customers").Columns("id", "name", "version").Values(id, name, version).Suffix(end).PlaceholderFormat(sq.Dollar).ToSql()
	if err != nil {
		return err
	}
	_, err = c.DB.ExecContext(ctx, q, args...)
	return err
}

const (
	upsert  = "INSERT INTO customers (id, name, version) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version"
	inOrder = upsert + " WHERE customers.version < excluded.version"
)

// Either takes one statement or the other, as always says.
func (c *Customers) Either(ctx context.Context, id, name string, version int64, always bool) error {
	stmt := inOrder
	if always {
		stmt = upsert
	}
	_, err := c.DB.ExecContext(ctx, stmt, id, name, version)
	return err
}

// Unless leaves the condition out, as always says.
func (c *Customers) Unless(ctx context.Context, id, name string, version int64, always bool) error {
	stmt := upsert
	if !always {
		stmt += " WHERE customers.version < excluded.version"
	}
	_, err := c.DB.ExecContext(ctx, stmt, id, name, version)
	return err
}
