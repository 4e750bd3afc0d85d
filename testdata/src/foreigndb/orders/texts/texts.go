// Package texts: wherever the text comes from, it is the same text.
package texts

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	acc "example.com/fixtures/foreigndb/accounts/names"
	"example.com/fixtures/foreigndb/pkg/names"
)

const (
	own     = "SELECT id FROM orders"
	foreign = "SELECT id FROM users"
)

func constants(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "SELECT id FROM users")   // want "orders reads table users of service accounts"
	db.ExecContext(ctx, `select id from "users"`) // want "orders reads table users of service accounts"
	db.ExecContext(ctx, foreign)                  // want "reads table users"
	db.ExecContext(ctx, acc.SelectUsers)          // want "reads table users"
	db.ExecContext(ctx, "SELECT id FROM orders")
	db.ExecContext(ctx, own)
	const local = "UPDATE users SET name = ''"
	db.Exec(local) // want "orders writes table users of service accounts"
}

func concatenated(ctx context.Context, db *sql.DB, where string) {
	db.ExecContext(ctx, "SELECT id FROM "+acc.Users)            // want "reads table users"
	db.ExecContext(ctx, "SELECT id FROM users WHERE "+where)    // want "reads table users"
	db.ExecContext(ctx, "SELECT id FROM "+names.Qualified)      // want "reads table users"
	db.ExecContext(ctx, "SELECT id FROM "+"orders"+" WHERE id") // its own
	query := "SELECT id"
	query += " FROM users"
	if where != "" {
		query += " WHERE " + where
	}
	db.ExecContext(ctx, query) // want "reads table users"
	db.ExecContext(ctx, "SELECT users FROM "+"orders")
	db.ExecContext(ctx, "SELECT id FROM users_archive") // another name
}

func formatted(ctx context.Context, db *sql.DB, id int, table string) {
	db.ExecContext(ctx, fmt.Sprintf("SELECT id FROM %s WHERE id = %d", acc.Users, id)) // want "reads table users"
	db.ExecContext(ctx, fmt.Sprintf("SELECT %s FROM orders", "users"))
	db.ExecContext(ctx, fmt.Sprintf("SELECT id FROM %s", table))
	db.ExecContext(ctx, fmt.Sprintf("SELECT id FROM %[2]s WHERE %[1]s", "id = 1", acc.Users)) // want "reads table users"
	db.ExecContext(ctx, fmt.Sprintf("SELECT 1 FROM %q", "users"))                             // want "reads table users"
}

func joined(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, strings.Join([]string{"SELECT id", "FROM users"}, " ")) // want "reads table users"
	var b strings.Builder
	b.WriteString("SELECT id FROM ")
	b.WriteString(acc.Users)
	db.ExecContext(ctx, b.String()) // want "reads table users"
}

var (
	variable = "SELECT id FROM users"
	changing = "SELECT id FROM users"
)

func change(s string) { changing = s }

func variables(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, variable)                           // want "reads table users"
	db.ExecContext(ctx, changing)                           // it may say anything by now
	db.ExecContext(ctx, "SELECT id FROM "+names.UsersTable) // want "reads table users"
	db.ExecContext(ctx, "SELECT id FROM "+names.Current)
}

// A choice: each of them counts.
func either(ctx context.Context, db *sql.DB, archived bool) {
	table := "orders"
	if archived {
		table = acc.Users
	}
	db.ExecContext(ctx, "SELECT id FROM "+table) // want "reads table users"
}

type repo struct {
	db    *sql.DB
	table string
	other string
}

func newRepo(db *sql.DB) *repo { return &repo{db: db, table: acc.Users, other: "orders"} }

func (r *repo) read(ctx context.Context) {
	r.db.ExecContext(ctx, fmt.Sprintf("SELECT id FROM %s", r.table)) // want "reads table users"
	r.db.ExecContext(ctx, fmt.Sprintf("SELECT id FROM %s", r.other))
}

// query is a method that makes the text.
func (r *repo) query(columns ...string) string {
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + r.table
}

func (r *repo) readQuery(ctx context.Context) {
	r.db.ExecContext(ctx, r.query("id", "name")) // want "reads table users"
}

var queries = map[string]string{
	"users":  "SELECT id FROM users",
	"orders": "SELECT id FROM orders",
}

func table(ctx context.Context, db *sql.DB, kind string) {
	db.ExecContext(ctx, queries["users"]) // want "reads table users"
	db.ExecContext(ctx, queries["orders"])
}

var ours = map[string]string{"all": "SELECT id FROM orders", "one": "SELECT id FROM orders WHERE users = $1"}

func looked(ctx context.Context, db *sql.DB, kind string) error {
	q, ok := queries[kind]
	if !ok {
		return fmt.Errorf("no query %q of users", kind)
	}
	if _, err := db.ExecContext(ctx, q); err != nil { // want "reads table users"
		return err
	}
	if q, ok = ours[kind]; ok {
		db.ExecContext(ctx, q)
	}
	if q, ok := queries["orders"]; ok {
		db.ExecContext(ctx, q)
	}
	return nil
}

// A prepared statement counts where it is prepared.
func prepared(ctx context.Context, db *sql.DB) error {
	stmt, err := db.PrepareContext(ctx, foreign) // want "reads table users"
	if err != nil {
		return err
	}
	defer stmt.Close()
	_, err = stmt.ExecContext(ctx)
	return err
}

// In logs and errors it is just text.
func spoken(id string) error {
	fmt.Println("SELECT id FROM users")
	return fmt.Errorf("SELECT id FROM users WHERE id = %s: not found", id)
}
