// Package counts counts accounts' users.
package counts

import (
	"context"
	"database/sql"
)

// Users counts them.
type Users struct{ db *sql.DB }

// New makes one.
func New(db *sql.DB) (*Users, error) { return &Users{db}, nil }

// Count counts.
func (u *Users) Count(ctx context.Context) (n int, err error) {
	err = u.db.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	return n, err
}
