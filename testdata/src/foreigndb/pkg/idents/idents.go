// Package idents keeps names of tables in parts.
package idents

import (
	"context"

	"github.com/jackc/pgx/v5"
)

var (
	Users  = pgx.Identifier{"users"}
	Orders = pgx.Identifier{"orders", "orders"}

	UserParts = []string{"accounts", "users"}
)

func In(schema, table string) pgx.Identifier { return pgx.Identifier{schema, table} }

type copier interface {
	CopyFrom(ctx context.Context, tableName pgx.Identifier, columnNames []string, rowSrc pgx.CopyFromSource) (int64, error)
}

// Load copies into the table that it is told.
func Load(ctx context.Context, db copier, table pgx.Identifier, rows [][]any) error {
	_, err := db.CopyFrom(ctx, table, []string{"id"}, pgx.CopyFromRows(rows))
	return err
}

// Loader copies into the table that it was made for.
type Loader struct {
	db    copier
	table pgx.Identifier
}

func NewLoader(db copier, table ...string) *Loader { return &Loader{db, table} }

func (l *Loader) Load(ctx context.Context, rows [][]any) error {
	_, err := l.db.CopyFrom(ctx, l.table, []string{"id"}, pgx.CopyFromRows(rows))
	return err
}
