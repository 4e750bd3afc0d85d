// Package purge deletes what is old, from tables that it is told.
package purge

import (
	"context"
	"database/sql"
	"strings"
)

type Spec struct{ From, Column string }

func Run(ctx context.Context, db *sql.DB, specs ...Spec) error {
	for _, s := range specs {
		if err := one(ctx, db, s); err != nil {
			return err
		}
	}
	return nil
}

func one(ctx context.Context, db *sql.DB, s Spec) error {
	_, err := db.ExecContext(ctx, strings.Join([]string{"DELETE FROM", s.From, "WHERE", s.Column, "< $1"}, " "), 1)
	return err
}
