// Package registry runs statements by their names.
package registry

import (
	"context"
	"database/sql"
	"fmt"
)

// Set maps names to statements.
type Set map[string]string

// Runner runs those of a set.
type Runner struct {
	db  *sql.DB
	set Set
}

// New makes one.
func New(db *sql.DB, set Set) *Runner { return &Runner{db: db, set: set} }

// Run runs the statement of a name.
func (r *Runner) Run(ctx context.Context, name string, args ...any) error {
	text, ok := r.set[name]
	if !ok {
		return fmt.Errorf("no statement %q", name)
	}
	_, err := r.db.ExecContext(ctx, text, args...)
	return err
}

// Exec runs one of a map's.
func Exec(ctx context.Context, db *sql.DB, set map[string]string, name string) error {
	_, err := db.ExecContext(ctx, set[name])
	return err
}
