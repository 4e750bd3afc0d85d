// Package inbox has handlers that look companies up, and adds them to registries that it
// is given.
package inbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"example.com/fixtures/depwait/staffing/runners/kit"
)

type hired struct{ ID, Name, Company string }

// An Inbox keeps employees.
type Inbox struct{ DB *sql.DB }

var errEarly = errors.New("too early")

func (in *Inbox) store(ctx context.Context, body []byte) error {
	var e hired
	if err := json.Unmarshal(body, &e); err != nil {
		return err
	}
	var n int
	if err := in.DB.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, e.Company).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errEarly
	}
	_, err := in.DB.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

// Kept adds what must not be lost.
func (in *Inbox) Kept(r *kit.Registry) { r.On("hired", in.kept) }

func (in *Inbox) kept(ctx context.Context, body []byte) error { return in.store(ctx, body) }

// Tried adds what is tried until it is there.
func (in *Inbox) Tried(r *kit.Registry) { r.On("hired", in.tried) }

func (in *Inbox) tried(ctx context.Context, body []byte) error { return in.store(ctx, body) }

// Lost adds what is.
func (in *Inbox) Lost(r *kit.Registry) { r.On("hired", in.lost) }

func (in *Inbox) lost(ctx context.Context, body []byte) error { return in.store(ctx, body) } // want `consumer Inbox.lost writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`

// Both adds what two runners share, of which one keeps what fails.
func (in *Inbox) Both(r *kit.Registry) { r.On("hired", in.both) }

func (in *Inbox) both(ctx context.Context, body []byte) error { return in.store(ctx, body) }
