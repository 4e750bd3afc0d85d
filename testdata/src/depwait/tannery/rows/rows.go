// Package rows writes rows of any table.
package rows

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/jmoiron/sqlx"
)

// A Projector adds rows to a table.
type Projector[T any] struct {
	DB    *sqlx.DB
	Table string
}

// Add adds a row.
func (p *Projector[T]) Add(ctx context.Context, row T) error {
	names := columns[T]()
	q := fmt.Sprintf("INSERT INTO %s (%s) VALUES (:%s)", p.Table, strings.Join(names, ", "), strings.Join(names, ", :"))
	_, err := p.DB.NamedExecContext(ctx, q, row)
	return err
}

func columns[T any]() []string {
	var list []string
	for f := range reflect.TypeFor[T]().Fields() {
		list = append(list, f.Tag.Get("db"))
	}
	return list
}

// Add adds a row of what a map holds.
func Add(ctx context.Context, db *sqlx.DB, table string, row map[string]any) error {
	var names, marks []string
	var values []any
	for name, v := range row {
		names, values = append(names, name), append(values, v)
		marks = append(marks, fmt.Sprintf("$%d", len(values)))
	}
	_, err := db.ExecContext(ctx, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", values...)
	return err
}
