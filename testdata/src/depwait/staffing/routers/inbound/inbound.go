// Package inbound subscribes to the buses that others make.
package inbound

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"example.com/fixtures/depwait/staffing/routers/house"
)

type hired struct{ ID, Name, Company string }

var errMissing, errOld = errors.New("missing"), errors.New("old")

// ErrUnknown says that nothing is known of a company.
var ErrUnknown, errUnknownType = errors.New("nobody"), errors.New("what")

func (t *Table) known(ctx context.Context, company string) (bool, error) {
	var n int
	err := t.DB.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, company).Scan(&n)
	return n > 0, err
}

func (t *Table) put(ctx context.Context, e hired) error {
	_, err := t.DB.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company) // want `consumer Table.put of inbound.hired writes employees, whose company_id refers to companies, which other messages fill, but answers success where it is missing`
	return err
}

// A Table keeps employees.
type Table struct{ DB *sql.DB }

func (t *Table) add(ctx context.Context, e hired) error {
	var id string
	switch err := t.DB.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id); {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("company %s: %w", e.Company, errMissing)
	case err != nil:
		return err
	}
	_, err := t.DB.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

// Reported is given to a bus whose router is done with what fails.
type Reported struct{ Table *Table }

// Bind subscribes.
func (h *Reported) Bind(b *house.Bus) { house.On(b, "reported", h.hired) }

func (h *Reported) hired(ctx context.Context, e hired) error {
	return h.Table.add(ctx, e) // want `consumer Reported.hired of inbound.hired writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
}

// Logged is given to one that hands it on.
type Logged struct{ Table *Table }

// Bind subscribes.
func (h *Logged) Bind(b *house.Bus) { house.On(b, "logged", h.hired) }

func (h *Logged) hired(ctx context.Context, e hired) error { return h.Table.add(ctx, e) }

// Perhaps is given to one of which it is not certain.
type Perhaps struct{ Table *Table }

// Bind subscribes.
func (h *Perhaps) Bind(b *house.Bus) { house.On(b, "perhaps", h.hired) }

func (h *Perhaps) hired(ctx context.Context, e hired) error { return h.Table.add(ctx, e) }

// Lossy is given to one that is told later to be done with what fails.
type Lossy struct{ Table *Table }

// Bind subscribes.
func (h *Lossy) Bind(b *house.Bus) { house.On(b, "lossy", h.hired) }

func (h *Lossy) hired(ctx context.Context, e hired) error {
	return h.Table.add(ctx, e) // want `consumer Lossy.hired of inbound.hired writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
}

// Instant has its messages acknowledged before they are handled.
type Instant struct{ Table *Table }

// Bind subscribes.
func (h *Instant) Bind(b *house.Bus) {
	house.On(b, "instant", h.hired).AddMiddleware(middleware.InstantAck)
	house.On(b, "ignoring", h.ignored).AddMiddleware(middleware.NewIgnoreErrors([]error{errMissing}).Middleware)
	house.On(b, "other", h.heeded).AddMiddleware(middleware.NewIgnoreErrors([]error{errOld}).Middleware)
	house.On(b, "unknown", h.unknown).AddMiddleware(middleware.NewIgnoreErrors([]error{ErrUnknown}).Middleware)
	house.On(b, "typed", h.typed).AddMiddleware(middleware.NewIgnoreErrors([]error{errUnknownType}).Middleware)
	house.On(b, "retried", h.retried).AddMiddleware(middleware.Retry{MaxRetries: 3}.Middleware)
}

func (h *Instant) hired(ctx context.Context, e hired) error {
	return h.Table.add(ctx, e) // want `consumer Instant.hired of inbound.hired writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
}

func (h *Instant) ignored(ctx context.Context, e hired) error {
	return h.Table.add(ctx, e) // want `consumer Instant.ignored of inbound.hired writes employees, whose company_id refers to companies, which other messages fill, but answers success where it is missing`
}

func (h *Instant) unknown(ctx context.Context, e hired) error {
	known, err := h.Table.known(ctx, e.Company)
	if err != nil {
		return err
	}
	if !known {
		return ErrUnknown
	}
	return h.Table.put(ctx, e)
}

// typed has other errors ignored than that of a company.
func (h *Instant) typed(ctx context.Context, e hired) error {
	if e.Name == "" {
		return errUnknownType
	}
	return h.Table.add(ctx, e)
}

func (h *Instant) heeded(ctx context.Context, e hired) error { return h.Table.add(ctx, e) }

func (h *Instant) retried(ctx context.Context, e hired) error { return h.Table.add(ctx, e) }
