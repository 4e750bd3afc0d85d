// Package desk subscribes to whatever brings messages.
package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"example.com/fixtures/depwait/staffing/lossy/bus"
)

type hired struct{ ID, Name, Company string }

type founded struct{ ID, Name string }

// A Desk keeps employees.
type Desk struct{ db *sql.DB }

// New returns a desk.
func New(db *sql.DB) *Desk { return &Desk{db} }

// Subscribe subscribes all handlers.
func (d *Desk) Subscribe(ctx context.Context, b bus.Bus) error {
	return errors.Join(
		bus.On(ctx, b, "companies", d.founded),
		bus.On(ctx, b, "hired", d.plain),
		bus.On(ctx, b, "hired", d.ordered, bus.Ordered()),
		bus.On(ctx, b, "hired", d.once, bus.Once()),
		b.Subscribe(ctx, "hired", d.undecoded, bus.Ordered(), bus.Once()),
		b.Subscribe(ctx, "hired", d.undecodedToo),
	)
}

func (d *Desk) founded(ctx context.Context, e founded) error {
	_, err := d.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

func (d *Desk) company(ctx context.Context, id string) error {
	var n int
	if err := d.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errors.New("too early")
	}
	return nil
}

func (d *Desk) plain(ctx context.Context, e hired) error {
	if err := d.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (d *Desk) ordered(ctx context.Context, e hired) error {
	if err := d.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (d *Desk) once(ctx context.Context, e hired) error {
	if err := d.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `but acknowledges the message where it is missing`
	return err
}

func (d *Desk) undecoded(ctx context.Context, m bus.Delivery) error {
	var e hired
	if err := json.Unmarshal(m.Body, &e); err != nil {
		return err
	}
	if err := d.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `but acknowledges the message where it is missing`
	return err
}

func (d *Desk) undecodedToo(ctx context.Context, m bus.Delivery) error {
	var e hired
	if err := json.Unmarshal(m.Body, &e); err != nil {
		return err
	}
	if err := d.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}
