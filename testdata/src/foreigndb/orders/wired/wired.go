// Package wired is told its tables by whoever wires it.
package wired

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"example.com/fixtures/foreigndb/pkg/dbx"
	"example.com/fixtures/foreigndb/pkg/names"
)

// Repo reads two tables.
type Repo struct {
	db           *sql.DB
	users, lines string
}

// New is told their names.
func New(db *sql.DB, users, lines string) *Repo { return &Repo{db, users, lines} }

// Users reads the first.
func (r *Repo) Users(ctx context.Context) error {
	_, err := r.db.ExecContext(ctx, fmt.Sprintf("SELECT * FROM %s", r.users)) // want "orders reads table users of service accounts"
	return err
}

// Lines reads the second.
func (r *Repo) Lines(ctx context.Context) error {
	_, err := r.db.ExecContext(ctx, fmt.Sprintf("SELECT * FROM %s", r.lines))
	return err
}

// Option is set by main.
type Option func(*Options)

// Options are the service's.
type Options struct {
	Table, Lines string
	Query        string
}

// WithTable says which.
func WithTable(name string) Option { return func(o *Options) { o.Table = name } }

// WithLines likewise.
func WithLines(name string) Option { return func(o *Options) { o.Lines = name } }

// Tool has options.
type Tool struct {
	db   *sql.DB
	opts Options
}

// NewTool takes them.
func NewTool(db *sql.DB, opts ...Option) *Tool {
	t := &Tool{db: db}
	for _, o := range opts {
		o(&t.opts)
	}
	return t
}

// Run reads both tables.
func (t *Tool) Run(ctx context.Context) {
	t.db.ExecContext(ctx, "DELETE FROM "+t.opts.Table) // want "orders writes table users of service accounts"
	t.db.ExecContext(ctx, "DELETE FROM "+t.opts.Lines)
}

// A Query is stored, and run elsewhere.
type Query struct{ Text string }

// Run runs it.
func (q *Query) Run(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, q.Text) // want "orders reads table users of service accounts"
}

var (
	foreign = &Query{Text: "SELECT id FROM users"}
	own     = &Query{Text: "SELECT id FROM orders"}
)

// Formats come first, their tables from the receiver.
func (r *Repo) formats(ctx context.Context) {
	r.db.ExecContext(ctx, r.in("DELETE FROM %s WHERE id = %d", 1)) // want "orders writes table users of service accounts"
}

func (r *Repo) in(query string, args ...any) string {
	params := []any{r.users}
	params = append(params, args...)
	return fmt.Sprintf(query, params...)
}

// A list of statements is run in a loop.
var cleanup = []string{"DELETE FROM orders", "DELETE FROM users"}

var tables = map[string]string{"a": "orders", "b": "order_lines"}

func loops(ctx context.Context, db *sql.DB) {
	for _, stmt := range cleanup {
		db.ExecContext(ctx, stmt) // want "orders writes table users of service accounts"
	}
	for _, table := range tables {
		db.ExecContext(ctx, "DELETE FROM "+table)
	}
	for _, q := range names.Cleanup {
		db.ExecContext(ctx, q) // want "orders writes table users of service accounts"
	}
	db.ExecContext(ctx, names.Queries["users"]) // want "orders reads table users of service accounts"
	db.ExecContext(ctx, names.Queries["orders"])
	db.ExecContext(ctx, names.Tables.Users) // no statement
	db.ExecContext(ctx, "DELETE FROM "+names.Tables.Orders)
	db.ExecContext(ctx, "DELETE FROM "+names.Tables.Users) // want "orders writes table users of service accounts"
}

// Generic is shared: one of its instances is told a foreign table, and which
// one a field holds is in sight.
type holder struct{ own, foreign *dbx.Repo }

func newHolder(db *sql.DB) *holder {
	return &holder{own: dbx.NewRepo(db, "orders"), foreign: dbx.NewRepo(db, "users")}
}

func (h *holder) clear(ctx context.Context) {
	h.own.Clear(ctx)
	h.foreign.Clear(ctx) // want "orders writes table users of service accounts"
}

// Of one that it is given, nothing is known: there are several.
func clear(ctx context.Context, r *dbx.Repo) { r.Clear(ctx) }

// Main tells this one, whose type is shared; what the shared package makes for
// others says nothing of it.
type sweeper struct{ repo *dbx.Repo }

// Sweep clears what its repository is for.
func Sweep(ctx context.Context, r *dbx.Repo) { (&sweeper{r}).sweep(ctx) }

func (s *sweeper) sweep(ctx context.Context) { s.repo.Clear(ctx) }

// A builder gives the statement, its arguments and an error.
func (r *Repo) build(ids []int) (string, []any, error) {
	if len(ids) == 0 {
		return "", nil, nil
	}
	var b strings.Builder
	b.WriteString("DELETE FROM " + r.users + " WHERE id IN (")
	for i := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	b.WriteString(")")
	return b.String(), nil, nil
}

func (r *Repo) built(ctx context.Context, ids []int) error {
	query, args, err := r.build(ids)
	if err != nil {
		return err
	}
	_, err = r.db.ExecContext(ctx, query, args...) // want "orders writes table users of service accounts"
	return err
}

// Types that embed the shared one: which table theirs has is in sight.
type lineRepo struct{ *dbx.Repo }

type userRepo struct{ *dbx.Repo }

func newLines(db *sql.DB) *lineRepo { return &lineRepo{dbx.NewRepo(db, "order_lines")} }

func newUsers(db *sql.DB) *userRepo { return &userRepo{dbx.NewRepo(db, "users")} }

func embedding(ctx context.Context, db *sql.DB) {
	newLines(db).Clear(ctx)
	newUsers(db).Clear(ctx) // want "orders writes table users of service accounts"
}

// Cleaner is implemented by the shared type, as main makes it.
type Cleaner interface {
	Clear(ctx context.Context) error
}

// Sink likewise, by instances of several owners' tables.
type Sink interface {
	Clear(ctx context.Context) error
}

// Clean calls them.
func Clean(ctx context.Context, c Cleaner, s Sink) error {
	if err := s.Clear(ctx); err != nil { // any of them
		return err
	}
	return c.Clear(ctx) // want "orders writes table users of service accounts"
}
