// Package handles gets hold of accounts' database.
package handles

import (
	"context"
	"database/sql"
	"flag"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/fixtures/foreigndb/accounts/store"
	"example.com/fixtures/foreigndb/pkg/dbx"
	"example.com/fixtures/foreigndb/pkg/names"
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

// Settings are filled from the environment by a library.
type Settings struct {
	Own      string `env:"ORDERS_DATABASE_URL"`
	Accounts string `env:"ACCOUNTS_DATABASE_URL,required"`
	Other    struct {
		URL string `envconfig:"ACCOUNTS_DATABASE_URL"`
	}
}

func bySettings(ctx context.Context, s *Settings) error {
	if _, err := pgxpool.New(ctx, s.Own); err != nil {
		return err
	}
	if _, err := pgxpool.New(ctx, s.Other.URL); err != nil { // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
		return err
	}
	_, err := pgxpool.New(ctx, s.Accounts) // want "orders opens the database of service accounts"
	return err
}

// The variable's name, and then its value, pass through several functions.
func byFunctions() (*sql.DB, error) {
	if db, err := open(value("ORDERS", "")); err == nil {
		return db, nil
	}
	return open(value("ACCOUNTS", "")) // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
}

func value(prefix, otherwise string) string {
	if v := os.Getenv(prefix + "_DATABASE_URL"); v != "" {
		return v
	}
	return otherwise
}

func open(url string) (*sql.DB, error) { return sql.Open("pgx", url+"?sslmode=disable") }

// A shared helper opens it, by a key that it is given or knows.
func byHelper(ctx context.Context) error {
	if _, err := dbx.OpenBy("orders.database_url"); err != nil {
		return err
	}
	if _, err := dbx.OpenBy("accounts.database_url"); err != nil { // want "orders opens the database of service accounts"
		return err
	}
	_, err := dbx.OpenAccounts() // want "orders opens the database of service accounts"
	return err
}

// A pool keeps its connection string.
type pool struct{ url string }

func newPool() *pool { return &pool{url: os.Getenv("ACCOUNTS_DATABASE_URL")} }

func (p *pool) open() (*sql.DB, error) {
	return sql.Open("pgx", p.url) // want "orders opens the database of service accounts"
}

// A repository that accounts hands out has accounts' connection; one that is
// made from what orders has in hand has orders'.
func repositories(db *sql.DB) (*store.Store, *store.Store) {
	own := store.New(db)
	return own, store.Default() // want "orders gets hold of the database of service accounts"
}

func wrapped(m store.Metrics) error {
	_, err := store.Watched(m) // want "orders gets hold of the database of service accounts"
	return err
}

// A helper that is told what to open hands out nothing of its owner's.
func helped(m store.Metrics) error {
	_, err := store.Wrapped(os.Getenv("ORDERS_DATABASE_URL"), m)
	return err
}

// Variables that are set at start, here and in a package of settings.
var accountsURL, ordersURL string

func init() {
	accountsURL = os.Getenv("ACCOUNTS_DATABASE_URL")
	ordersURL = os.Getenv("ORDERS_DATABASE_URL")
}

var flagged = flag.String("accounts", os.Getenv("ACCOUNTS_DATABASE_URL"), "where accounts is")

func byVariables() {
	sql.Open("pgx", ordersURL)
	sql.Open("pgx", accountsURL)       // want "orders opens the database of service accounts"
	sql.Open("pgx", names.AccountsURL) // want "orders opens the database of service accounts"
	sql.Open("pgx", *flagged)          // want "orders opens the database of service accounts"
}

// Read, and not opened: it is only logged.
func mentioned() string { return os.Getenv("ACCOUNTS_DATABASE_URL") }
