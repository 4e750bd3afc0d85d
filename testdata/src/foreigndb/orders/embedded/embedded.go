// Package embedded has its statements in files.
package embedded

import (
	"context"
	"database/sql"
	"embed"
	_ "embed"
)

//go:embed foreign.sql
var foreign string

//go:embed own.sql
var own string

//go:embed foreign.sql
var raw []byte

//go:embed *.sql
var files embed.FS

func run(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, foreign) // want "reads table users"
	db.ExecContext(ctx, own)
	db.ExecContext(ctx, string(raw)) // want "reads table users"
}

func fromFS(ctx context.Context, db *sql.DB) error {
	data, err := files.ReadFile("foreign.sql")
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, string(data)) // want "reads table users"
	return err
}
