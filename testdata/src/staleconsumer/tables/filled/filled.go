// Package filled fills tables of handlers and runs none of them.
package filled

import (
	"context"
	"database/sql"
	"time"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/tables/runner"
)

type DBTX interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Queries is what a generator makes: its handle stands for any.
type Queries struct{ db DBTX }

func (q *Queries) Rename(ctx context.Context, id, name string) error {
	_, err := q.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", name, id)
	return err
}

func (q *Queries) Advance(ctx context.Context, id, name string, version int64) error {
	_, err := q.db.ExecContext(ctx, "UPDATE customers SET name = $1, version = $3 WHERE id = $2 AND version < $3", name, id, version)
	return err
}

// Handlers are a service's.
type Handlers struct {
	DB *sql.DB
	Q  *Queries
}

// Table is by topic.
func (h *Handlers) Table() map[string]runner.Apply {
	return map[string]runner.Apply{
		"renamed":  runner.JSON(h.renamed),
		"advanced": runner.JSON(h.advanced),
		"ordered":  runner.Ordered(h.DB, mark, h.ordered),
		"once":     runner.Once(h.DB, func(m *msgs.NameChanged) string { return m.ID }, h.once),
	}
}

// Routes are the same as a list.
func (h *Handlers) Routes() []runner.Route {
	return []runner.Route{
		{Topic: "listed", Handle: runner.JSON(h.listed)},
		{Topic: "literal", Handle: func(ctx context.Context, value []byte) error {
			_, err := h.DB.ExecContext(ctx, "UPDATE customers SET raw = $1", value) // want `overwrites customers by a message`
			return err
		}},
	}
}

// Jobs come by the clock.
func (h *Handlers) Jobs() []runner.Job {
	return []runner.Job{{Name: "daily", Do: h.daily}}
}

// Unused is a table that nobody runs.
func (h *Handlers) Unused() map[string]runner.Apply {
	return map[string]runner.Apply{"unused": runner.JSON(h.unused)}
}

func (h *Handlers) renamed(ctx context.Context, m *msgs.NameChanged) error {
	return h.Q.Rename(ctx, m.ID, m.Name) // want `consumer Handlers.renamed overwrites customers by a message of type msgs.NameChanged`
}

func (h *Handlers) advanced(ctx context.Context, m *msgs.CustomerChanged) error {
	return h.Q.Advance(ctx, m.ID, m.Name, m.Version)
}

func mark(m *msgs.CustomerChanged) (string, time.Time) { return m.ID, m.CreatedAt }

func (h *Handlers) ordered(ctx context.Context, tx *sql.Tx, m *msgs.CustomerChanged) error {
	_, err := tx.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", m.Name, m.ID)
	return err
}

func (h *Handlers) once(ctx context.Context, m *msgs.NameChanged) error {
	return h.Q.Rename(ctx, m.ID, m.Name) // want `consumer Handlers.once overwrites customers`
}

func (h *Handlers) listed(ctx context.Context, m *msgs.NameChanged) error {
	return h.Q.Rename(ctx, m.ID, m.Name) // want `consumer Handlers.listed overwrites customers`
}

func (h *Handlers) unused(ctx context.Context, m *msgs.NameChanged) error {
	return h.Q.Rename(ctx, m.ID, m.Name)
}

func (h *Handlers) daily(ctx context.Context, name []byte) error {
	return h.Q.Rename(ctx, "daily", string(name))
}
