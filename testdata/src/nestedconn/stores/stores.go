// Package stores wraps a pool in a type of its own.
package stores

import (
	"context"
	"database/sql"

	"example.com/fixtures/nestedconn/stores/db"
)

type users struct{ db *db.DB }

func (u *users) register(ctx context.Context) error {
	return u.db.InTx(ctx, func(tx *sql.Tx) error {
		if err := u.db.Log(ctx, "registered"); err != nil { // want "db.DB.Log takes a second connection"
			return err
		}
		return u.db.LogIn(ctx, tx, "registered")
	})
}

// Another handle, maybe of another pool.
func (u *users) audited(ctx context.Context, audit *db.DB) error {
	return u.db.InTx(ctx, func(tx *sql.Tx) error { return audit.Log(ctx, "registered") })
}
