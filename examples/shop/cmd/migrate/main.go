// Command migrate brings the schema of every service up to date. It runs as a job before a deployment, with the
// rights to create schemas, which the services themselves do not have.
package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"

	accounts "example.com/shop/services/accounts/migrations"
	billing "example.com/shop/services/billing/migrations"
	orders "example.com/shop/services/orders/migrations"
	shipping "example.com/shop/services/shipping/migrations"
)

var schemas = []struct {
	name  string
	files fs.FS
}{
	{"accounts", accounts.Files},
	{"orders", orders.Files},
	{"billing", billing.Files},
	{"shipping", shipping.Files},
}

func main() {
	if err := run(context.Background()); err != nil {
		slog.Error("migration failed", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, os.Getenv("MIGRATIONS_DATABASE_URL"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, s := range schemas {
		if err := migrate(ctx, conn, s.name, s.files); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

func migrate(ctx context.Context, conn *pgx.Conn, schema string, files fs.FS) error {
	name := pgx.Identifier{schema}.Sanitize()
	if _, err := conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+name+"; SET search_path TO "+name); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "CREATE TABLE IF NOT EXISTS schema_migrations (file text PRIMARY KEY)"); err != nil {
		return err
	}
	ups, err := fs.Glob(files, "*.up.sql")
	if err != nil {
		return err
	}
	for _, file := range ups {
		text, err := fs.ReadFile(files, file)
		if err != nil {
			return err
		}
		if err := apply(ctx, conn, file, string(text)); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func apply(ctx context.Context, conn *pgx.Conn, file, text string) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "INSERT INTO schema_migrations (file) VALUES ($1) ON CONFLICT DO NOTHING", file)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		_, err = tx.Exec(ctx, strings.TrimSpace(text))
		return err
	})
}
