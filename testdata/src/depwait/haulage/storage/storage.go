// Package storage keeps the haulage's drivers and runs.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// ErrNotFound says that a run is not known.
var ErrNotFound = errors.New("not found")

// Run is what a driver is sent out for.
type Run struct{ ID, State, DriverID string }

// DB is what the haulage asks of its database.
type DB interface {
	Run(ctx context.Context, id string) (Run, error)
	PutRun(ctx context.Context, r Run) error
	PutDriver(ctx context.Context, id string) error
	Drivers(ctx context.Context) ([]string, error)
}

// Handler is the database.
type Handler struct {
	mu sync.Mutex
	db *sql.DB
}

// New is a database.
func New(db *sql.DB) *Handler { return &Handler{db: db} }

// Run finds a run.
func (h *Handler) Run(ctx context.Context, id string) (Run, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var r Run
	err := h.db.QueryRowContext(ctx, `SELECT id, state, driver_id FROM runs WHERE id = ?`, id).Scan(&r.ID, &r.State, &r.DriverID)
	if errors.Is(err, sql.ErrNoRows) {
		return Run{}, ErrNotFound
	}
	return r, err
}

// PutRun adds a run, or changes it.
func (h *Handler) PutRun(ctx context.Context, r Run) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	var id string
	err := h.db.QueryRowContext(ctx, `SELECT id FROM runs WHERE id = ?`, r.ID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return h.add(ctx, r)
	}
	if err != nil {
		return err
	}
	_, err = h.db.ExecContext(ctx, `UPDATE runs SET state = ? WHERE id = ?`, r.State, r.ID)
	return err
}

func (h *Handler) add(ctx context.Context, r Run) error {
	_, err := h.db.ExecContext(ctx, `INSERT INTO runs (id, state, driver_id) VALUES (?, ?, ?)`, r.ID, r.State, r.DriverID)
	return err
}

// PutDriver adds a driver.
func (h *Handler) PutDriver(ctx context.Context, id string) error {
	_, err := h.db.ExecContext(ctx, `INSERT INTO drivers (id) VALUES (?) ON CONFLICT DO NOTHING`, id)
	return err
}

// Drivers are the drivers that are there.
func (h *Handler) Drivers(ctx context.Context) ([]string, error) {
	rows, err := h.db.QueryContext(ctx, `SELECT id FROM drivers`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		list = append(list, id)
	}
	return list, rows.Err()
}
