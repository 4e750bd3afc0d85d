// Package dbx is shared: what it does is its callers' doing.
package dbx

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
)

// Users reads accounts' table for whoever calls it.
func Users(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "SELECT 1 FROM users")
	return err
}

// Count counts the rows of a table.
func Count(ctx context.Context, db *sql.DB, table string) (n int, err error) {
	err = db.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM %s", table)).Scan(&n)
	return n, err
}

// Exec runs a statement.
func Exec(ctx context.Context, db *sql.DB, query string, args ...any) error {
	return exec(ctx, db, "/* dbx */ "+query, args...)
}

func exec(ctx context.Context, db *sql.DB, query string, args ...any) error {
	_, err := db.ExecContext(ctx, query, args...)
	return err
}

// A Repo keeps its table's name.
type Repo struct {
	db    *sql.DB
	table string
}

// NewRepo is told the name.
func NewRepo(db *sql.DB, table string) *Repo { return &Repo{db, table} }

// Clear empties the table.
func (r *Repo) Clear(ctx context.Context) error {
	_, err := r.db.ExecContext(ctx, "DELETE FROM "+r.table)
	return err
}

// OpenBy opens a database by the key of its settings.
func OpenBy(key string) (*sql.DB, error) { return sql.Open("pgx", setting(key)) }

// OpenAccounts opens accounts' database for whoever calls it.
func OpenAccounts() (*sql.DB, error) { return sql.Open("pgx", os.Getenv("ACCOUNTS_DATABASE_URL")) }

func setting(key string) string {
	return os.Getenv(strings.ToUpper(strings.ReplaceAll(key, ".", "_")))
}

// UserRepo is made for accounts.
func UserRepo(db *sql.DB) *Repo { return NewRepo(db, "users") }

// Names are those of tables.
type Names struct{ Own, Users string }

// DefaultNames are those that most use.
func DefaultNames() Names { return Names{Own: "order_" + "lines", Users: "users"} }

// OpenFirst opens the database by the first of some variables that is set.
func OpenFirst(names ...string) (*sql.DB, error) { return sql.Open("pgx", first(names...)) }

func first(names ...string) string {
	for _, name := range names {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return ""
}
