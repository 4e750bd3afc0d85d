// Package both subscribes to two servers at once, of which one loses what fails.
package both

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/twmb/franz-go/pkg/kgo"

	"example.com/fixtures/depwait/staffing/both/kit"
)

type Intake struct{ db *sql.DB }

func New(db *sql.DB) *Intake { return &Intake{db: db} }

// Register gives the two their handlers.
func (in *Intake) Register(g *kit.Group, p *kit.Pool) {
	g.On("hired", in.hired)
	p.On("lent", in.lent)
}

type hired struct{ ID, CompanyID string }

// hired comes again where the company is missing.
func (in *Intake) hired(ctx context.Context, records []*kgo.Record) error {
	for _, r := range records {
		if err := in.employ(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (in *Intake) employ(ctx context.Context, r *kgo.Record) error {
	var e hired
	if err := json.Unmarshal(r.Value, &e); err != nil {
		return err
	}
	var company string
	if err := in.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, e.CompanyID).Scan(&company); err != nil {
		return err
	}
	_, err := in.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, e.ID, e.CompanyID)
	return err
}

func (in *Intake) lent(ctx context.Context, records []*kgo.Record) error {
	return nil
}
