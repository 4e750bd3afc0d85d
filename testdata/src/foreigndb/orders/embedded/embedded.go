// Package embedded has its statements in files.
package embedded

import (
	"context"
	"database/sql"
	"embed"
	_ "embed"
	"path"
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

//go:embed sql
var dir embed.FS

func text(name string) (string, error) {
	b, err := dir.ReadFile(path.Join("sql", name+".sql"))
	return string(b), err
}

func fromDir(ctx context.Context, db *sql.DB) error {
	q, err := text("own")
	if err != nil {
		return err
	}
	if _, err = db.ExecContext(ctx, q); err != nil {
		return err
	}
	if q, err = text("copy"); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, q) // want "reads table users"
	return err
}
