// Package store is accounts' own way to its tables.
package store

import (
	"context"
	"database/sql"
	"os"
)

// Store reads and writes users.
type Store struct{ DB *sql.DB }

// Rename writes accounts' own table.
func (s *Store) Rename(ctx context.Context, id, name string) error {
	_, err := s.DB.ExecContext(ctx, "UPDATE users SET name = $1 WHERE id = $2", name, id)
	return err
}

// Count reads it.
func Count(ctx context.Context, db *sql.DB) (n int, err error) {
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	return n, err
}

// Valid touches no table.
func Valid(id string) bool { return id != "" }

// Open hands out accounts' database.
func Open() (*sql.DB, error) { return sql.Open("pgx", os.Getenv("ACCOUNTS_DATABASE_URL")) }

// Peek reads a table of orders, which is accounts' breach.
func Peek(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "SELECT 1 FROM order_lines") // want "accounts reads table order_lines of service orders"
	return err
}

// Audit writes what a glob claims.
func Audit(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "INSERT INTO audit_logins DEFAULT VALUES")
	return err
}

// Look implements the api's client.
func (s *Store) Look(ctx context.Context) (int, error) { return Count(ctx, s.DB) }

// Name reads accounts' own table.
func Name(ctx context.Context, db *sql.DB) func(context.Context, string) (string, error) {
	s := &Store{DB: db}
	return s.name
}

func (s *Store) name(ctx context.Context, id string) (string, error) {
	_, err := s.Look(ctx)
	return "", err
}

// New is given its connection.
func New(db *sql.DB) *Store { return &Store{DB: db} }

// Default has accounts' own.
func Default() *Store {
	db, _ := Open()
	return New(db)
}

// Metrics is what a connection reports to.
type Metrics interface{ Observe(name string) }

// Watched opens accounts' own database, and tells what it does.
func Watched(m Metrics) (*Store, error) { return Wrapped(os.Getenv("ACCOUNTS_DATABASE_URL"), m) }

// Wrapped opens a database, and tells what it does.
func Wrapped(url string, m Metrics) (*Store, error) {
	m.Observe("open")
	db, err := sql.Open("pgx", url)
	return New(db), err
}
