// Package both subscribes to two servers at once, of which one loses what fails.
package both

import (
	"context"
	"database/sql"

	"example.com/fixtures/depwait/staffing/both/kit"
)

type Intake struct{ db *sql.DB }

func New(db *sql.DB) *Intake { return &Intake{db: db} }

// Register gives the two their handlers.
func (in *Intake) Register(g *kit.Group, p *kit.Pool) {
	g.On("hired", kit.Each(in.hired))
	p.On("lent", kit.Each(in.lent))
}

type hired struct{ ID, CompanyID string }

// hired comes again where the company is missing.
func (in *Intake) hired(ctx context.Context, e hired) error { return in.employ(ctx, e) }

// lent does not.
func (in *Intake) lent(ctx context.Context, e hired) error {
	return in.employ(ctx, e) // want `but acknowledges the message where it is missing`
}

func (in *Intake) employ(ctx context.Context, e hired) error {
	var company string
	if err := in.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, e.CompanyID).Scan(&company); err != nil {
		return err
	}
	_, err := in.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, e.ID, e.CompanyID)
	return err
}
