// Package pools hands what it polls to workers, which tell its kinds apart.
package pools

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// A recordFunc handles records.
type recordFunc func(ctx context.Context, r *kgo.Record) error

// typed makes one of a function that is given what is decoded.
func typed[T any](handle func(ctx context.Context, v *T) error) recordFunc {
	return func(ctx context.Context, r *kgo.Record) error {
		v := new(T)
		if err := json.Unmarshal(r.Value, v); err != nil {
			return err
		}
		return handle(ctx, v)
	}
}

type hired struct{ ID, CompanyID string }

// Pool hands records to the handler of their topic, and logs what that says.
type Pool struct {
	cl   *kgo.Client
	db   *sql.DB
	jobs chan *kgo.Record
}

// Run receives for ever.
func (p *Pool) Run(ctx context.Context) {
	go p.work(ctx)
	for {
		p.cl.PollFetches(ctx).EachRecord(func(r *kgo.Record) { p.jobs <- r })
	}
}

func (p *Pool) work(ctx context.Context) {
	for r := range p.jobs {
		if err := p.dispatch(ctx, r); err != nil {
			log.Print(err)
		}
	}
}

func (p *Pool) dispatch(ctx context.Context, r *kgo.Record) error {
	var h recordFunc
	switch r.Topic {
	case "hired":
		h = typed(p.hired)
	case "moved":
		h = typed(p.moved)
	default:
		return nil
	}
	return h(ctx, r)
}

func (p *Pool) hired(ctx context.Context, v *hired) error {
	var company string
	if err := p.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, v.CompanyID).Scan(&company); err != nil {
		return err
	}
	_, err := p.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, v.ID, v.CompanyID) // want `but acknowledges the message where it is missing`
	return err
}

// moved waits before it gives up, which is as good as it can be.
func (p *Pool) moved(ctx context.Context, v *hired) error {
	var err error
	for range 10 {
		var company string
		if err = p.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, v.CompanyID).Scan(&company); err == nil {
			_, err = p.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, v.ID, v.CompanyID)
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}
