// Package decorated has stores that stand before others of their kind.
package decorated

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

var errNotFound = errors.New("not found")

type quote struct {
	Pair     string
	Rate     int64
	QuotedAt time.Time
}

// Quotes are kept behind a decorator that compares.
type quotes interface {
	Get(ctx context.Context, pair string) (*quote, error)
	Put(ctx context.Context, q quote) error
}

type quoteTable struct{ db *sql.DB }

func (t *quoteTable) Get(ctx context.Context, pair string) (*quote, error) {
	q := quote{Pair: pair}
	err := t.db.QueryRowContext(ctx, "SELECT rate, quoted_at FROM quotes WHERE pair = $1", pair).Scan(&q.Rate, &q.QuotedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNotFound
	}
	return &q, err
}

func (t *quoteTable) Put(ctx context.Context, q quote) error {
	_, err := t.db.ExecContext(ctx, "INSERT INTO quotes (pair, rate, quoted_at) VALUES ($1, $2, $3) ON CONFLICT (pair) DO UPDATE SET rate = $2, quoted_at = $3", q.Pair, q.Rate, q.QuotedAt)
	return err
}

type newestQuotes struct {
	next quotes
	db   *sql.DB
}

func (n *newestQuotes) Get(ctx context.Context, pair string) (*quote, error) {
	return n.next.Get(ctx, pair)
}

func (n *newestQuotes) Put(ctx context.Context, q quote) error {
	if _, err := n.db.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtext($1))", q.Pair); err != nil {
		return err
	}
	switch known, err := n.next.Get(ctx, q.Pair); {
	case errors.Is(err, errNotFound):
		return n.next.Put(ctx, q)
	case err != nil:
		return err
	case !q.QuotedAt.After(known.QuotedAt):
		return nil
	}
	return n.next.Put(ctx, q)
}

type grade struct {
	CustomerID, Grade string
	SyncedAt          time.Time
}

// Grades are kept behind a decorator that compares with the present time.
type grades interface {
	Grade(ctx context.Context, id string) (*grade, error)
	SetGrade(ctx context.Context, g grade) error
}

type gradeTable struct{ db *sql.DB }

func (t *gradeTable) Grade(ctx context.Context, id string) (*grade, error) {
	g := grade{CustomerID: id}
	return &g, t.db.QueryRowContext(ctx, "SELECT grade, synced_at FROM grades WHERE customer_id = $1 FOR UPDATE", id).Scan(&g.Grade, &g.SyncedAt)
}

func (t *gradeTable) SetGrade(ctx context.Context, g grade) error {
	_, err := t.db.ExecContext(ctx, "UPDATE grades SET grade = $2, synced_at = $3 WHERE customer_id = $1", g.CustomerID, g.Grade, g.SyncedAt)
	return err
}

type dueGrades struct{ grades }

func (d *dueGrades) SetGrade(ctx context.Context, g grade) error {
	known, err := d.Grade(ctx, g.CustomerID)
	if err != nil {
		return err
	}
	if known.SyncedAt.After(time.Now()) {
		return nil
	}
	return d.grades.SetGrade(ctx, g)
}

// Names are kept behind a decorator that only counts.
type names interface {
	SetName(ctx context.Context, id, name string) error
}

type nameTable struct{ db *sql.DB }

func (t *nameTable) SetName(ctx context.Context, id, name string) error {
	_, err := t.db.ExecContext(ctx, "UPDATE customers SET name = $2 WHERE id = $1", id, name)
	return err
}

type countedNames struct {
	next names
	n    int
}

func (c *countedNames) SetName(ctx context.Context, id, name string) error {
	c.n++
	return c.next.SetName(ctx, id, name)
}

type handler struct {
	quotes quotes
	grades grades
	names  names
}

func newHandler(db *sql.DB) *handler {
	return &handler{
		quotes: &newestQuotes{next: &quoteTable{db}, db: db},
		grades: &dueGrades{&gradeTable{db}},
		names:  &countedNames{next: &nameTable{db}},
	}
}

func (h *handler) quoted(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return h.quotes.Put(ctx, quote{Pair: e.ID, Rate: e.Version, QuotedAt: e.CreatedAt})
}

func (h *handler) graded(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return h.grades.SetGrade(ctx, grade{CustomerID: e.ID, Grade: e.Name, SyncedAt: e.CreatedAt}) // want `compares the stored time of grades with the present time`
}

func (h *handler) renamed(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return h.names.SetName(ctx, e.ID, e.Name) // want `overwrites customers`
}
