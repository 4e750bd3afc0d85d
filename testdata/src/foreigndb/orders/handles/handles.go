// Package handles gets hold of accounts' database.
package handles

import (
	"context"
	"database/sql"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/fixtures/foreigndb/accounts/store"
)

func byEnv() (*sql.DB, error) {
	return sql.Open("pgx", os.Getenv("ACCOUNTS_DATABASE_URL")) // want "accounts"
}

func byEnvVariable(ctx context.Context) (*pgxpool.Pool, error) {
	url, ok := os.LookupEnv("ACCOUNTS_DATABASE_URL")
	if !ok {
		return nil, os.ErrNotExist
	}
	return pgxpool.New(ctx, url) // want "accounts"
}

func ownEnv() (*sql.DB, error) { return sql.Open("pgx", os.Getenv("ORDERS_DATABASE_URL")) }

func handedOut(ctx context.Context) error {
	db, err := store.Open() // want "accounts"
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "SELECT 1")
	return err
}

// Read, and not opened: it is only logged.
func mentioned() string { return os.Getenv("ACCOUNTS_DATABASE_URL") }
