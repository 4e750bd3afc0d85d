// Package db is how the company runs its statements.
package db

import (
	"context"

	"github.com/Masterminds/squirrel"
)

// Build begins a statement as the database wants it.
func Build() squirrel.StatementBuilderType {
	return squirrel.StatementBuilder.PlaceholderFormat(squirrel.Dollar)
}

// A Builder is asked for its text.
type Builder interface {
	ToSql() (string, []any, error)
}

// A Runner runs what is built.
type Runner interface {
	Execx(ctx context.Context, b Builder) error
	Getx(ctx context.Context, into any, b Builder) error
}
