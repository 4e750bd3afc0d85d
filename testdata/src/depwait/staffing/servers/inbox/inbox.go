// Package inbox has handlers that look companies up, and subscribes them to servers
// that it is given, or makes.
package inbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"example.com/fixtures/depwait/staffing/servers/kit"
)

type hired struct{ ID, Name, Company string }

// Moved tells of another company.
type Moved struct{ ID, Company string }

// An Inbox keeps employees.
type Inbox struct{ db *sql.DB }

// New returns an inbox.
func New(db *sql.DB) *Inbox { return &Inbox{db} }

var errEarly = errors.New("too early")

// Company is what employees refer to.
func (in *Inbox) Company(ctx context.Context, body []byte) error {
	_, err := in.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, '') ON CONFLICT DO NOTHING`, string(body))
	return err
}

func (in *Inbox) store(ctx context.Context, body []byte) error {
	var e hired
	if err := json.Unmarshal(body, &e); err != nil {
		return err
	}
	var n int
	if err := in.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, e.Company).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errEarly
	}
	_, err := in.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

// Slow is run such that what fails comes again.
func (in *Inbox) Slow(p *kit.Poller) *kit.Poller {
	return p.On("companies", in.Company).On("hired", in.slow)
}

func (in *Inbox) slow(ctx context.Context, body []byte) error { return in.store(ctx, body) }

// Fast is run such that it does not.
func (in *Inbox) Fast(p *kit.Poller) *kit.Poller { return p.On("hired", in.fast) }

func (in *Inbox) fast(ctx context.Context, body []byte) error { return in.store(ctx, body) } // want `consumer Inbox.fast.* writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`

// Everything is for a pump that forgives.
func Everything(in *Inbox) *kit.Registry { return kit.NewRegistry().On("hired", in.forgiven) }

func (in *Inbox) forgiven(ctx context.Context, body []byte) error { return in.store(ctx, body) } // want `but acknowledges the message where it is missing`

// Others is for one that does not.
func Others(in *Inbox) *kit.Registry { return kit.NewRegistry().On("hired", in.other) }

func (in *Inbox) other(ctx context.Context, body []byte) error { return in.store(ctx, body) }

// Kept is subscribed where the server is made.
func (in *Inbox) Kept(ctx context.Context, body []byte) error { return in.store(ctx, body) }

// Lost is, too.
func (in *Inbox) Lost(ctx context.Context, body []byte) error { return in.store(ctx, body) } // want `but acknowledges the message where it is missing`

// Moved is subscribed where the server is made, and decoded before.
func (in *Inbox) Moved(ctx context.Context, m Moved) error {
	var n int
	if err := in.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, m.Company).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errEarly
	}
	_, err := in.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, m.ID, m.Company) // want `but acknowledges the message where it is missing`
	return err
}
