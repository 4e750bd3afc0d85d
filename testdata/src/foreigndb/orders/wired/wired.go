// Package wired is told its tables by whoever wires it.
package wired

import (
	"context"
	"database/sql"
	"fmt"
)

// Repo reads two tables.
type Repo struct {
	db           *sql.DB
	users, lines string
}

// New is told their names.
func New(db *sql.DB, users, lines string) *Repo { return &Repo{db, users, lines} }

// Users reads the first.
func (r *Repo) Users(ctx context.Context) error {
	_, err := r.db.ExecContext(ctx, fmt.Sprintf("SELECT * FROM %s", r.users)) // want "orders reads table users of service accounts"
	return err
}

// Lines reads the second.
func (r *Repo) Lines(ctx context.Context) error {
	_, err := r.db.ExecContext(ctx, fmt.Sprintf("SELECT * FROM %s", r.lines))
	return err
}
