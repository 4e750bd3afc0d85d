// Package polls receives employees by clients that it is given: whether they commit by
// themselves, main has said. Where nobody commits for a client, it does.
package polls

import (
	"context"
	"database/sql"
	"log"

	"github.com/twmb/franz-go/pkg/kgo"
)

func employee(ctx context.Context, db *sql.DB, r *kgo.Record) error {
	var company string
	if err := db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, string(r.Value)).Scan(&company); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, string(r.Key), string(r.Value))
	return err
}

// Auto leaves it to its client to commit.
type Auto struct {
	cl *kgo.Client
	db *sql.DB
}

// Run receives until the client is closed.
func (a *Auto) Run(ctx context.Context) {
	for {
		fetches := a.cl.PollFetches(ctx)
		if fetches.IsClientClosed() {
			return
		}
		fetches.EachRecord(func(r *kgo.Record) {
			if err := a.employee(ctx, r); err != nil {
				log.Print(err)
			}
		})
	}
}

func (a *Auto) employee(ctx context.Context, r *kgo.Record) error {
	var company string
	if err := a.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, string(r.Value)).Scan(&company); err != nil {
		return err
	}
	_, err := a.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, string(r.Key), string(r.Value)) // want `but acknowledges the message where it is missing`
	return err
}

// Commits says what it has handled.
type Commits struct {
	cl *kgo.Client
	db *sql.DB
}

// Run receives until something fails.
func (c *Commits) Run(ctx context.Context) error {
	for {
		fetches := c.cl.PollRecords(ctx, 100)
		for _, r := range fetches.Records() {
			if err := employee(ctx, c.db, r); err != nil {
				log.Print(err)
				return err
			}
			if err := c.cl.CommitRecords(ctx, r); err != nil {
				return err
			}
		}
	}
}

// Marks has what went well committed in time, in a function of its own.
type Marks struct {
	cl *kgo.Client
	db *sql.DB
}

// Run receives for ever.
func (m *Marks) Run(ctx context.Context) {
	for {
		m.cl.PollFetches(ctx).EachRecord(func(r *kgo.Record) {
			if err := employee(ctx, m.db, r); err != nil {
				log.Print(err)
				return
			}
			m.mark(r)
		})
	}
}

func (m *Marks) mark(r *kgo.Record) { m.cl.MarkCommitRecords(r) }
