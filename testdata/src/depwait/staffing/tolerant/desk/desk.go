// Package desk has handlers in groups, which others serve.
package desk

import (
	"context"
	"database/sql"
	"errors"

	"github.com/ThreeDotsLabs/watermill/components/cqrs"
)

// Hired tells of an employee.
type Hired struct{ ID, Name, Company string }

// Founded tells of a company.
type Founded struct{ ID, Name string }

// A Desk keeps employees.
type Desk struct{ db *sql.DB }

// New returns a desk.
func New(db *sql.DB) *Desk { return &Desk{db} }

// Strict are handlers whose messages have to be handled.
func (d *Desk) Strict() []cqrs.EventHandler {
	return []cqrs.EventHandler{
		cqrs.NewEventHandler("founded", d.founded),
		cqrs.NewEventHandler("hired", d.strict),
	}
}

// Tolerant are handlers that may fail.
func (d *Desk) Tolerant() []cqrs.EventHandler {
	return []cqrs.EventHandler{cqrs.NewEventHandler("hired-too", d.tolerated)}
}

// Patient are handlers that may take long.
func (d *Desk) Patient() []cqrs.EventHandler {
	return []cqrs.EventHandler{cqrs.NewEventHandler("hired-late", d.patient)}
}

func (d *Desk) founded(ctx context.Context, e *Founded) error {
	_, err := d.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

var errEarly = errors.New("too early")

func (d *Desk) company(ctx context.Context, id string) error {
	var n int
	if err := d.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errEarly
	}
	return nil
}

func (d *Desk) strict(ctx context.Context, e *Hired) error {
	if err := d.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

func (d *Desk) tolerated(ctx context.Context, e *Hired) error {
	if err := d.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company) // want `but acknowledges the message where it is missing`
	return err
}

func (d *Desk) patient(ctx context.Context, e *Hired) error {
	if err := d.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}
