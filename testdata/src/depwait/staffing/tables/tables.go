// Package tables tells messages apart by a table of its own methods, which are given what
// the message was mapped to.
package tables

import (
	"context"
	"database/sql"
	"log"
)

// A Message tells of an employee.
type Message struct{ Kind, ID, Company string }

type employee struct{ id, company string }

// Employees keeps them.
type Employees struct {
	db     *sql.DB
	byKind map[string]func(context.Context, employee) error
	news   *board
}

// New returns Employees.
func New(db *sql.DB) *Employees {
	e := &Employees{db: db, news: &board{}}
	e.byKind = map[string]func(context.Context, employee) error{
		"hired":  e.hired,
		"rushed": e.rushed,
		"asked":  e.asked,
	}
	e.news.readers = append(e.news.readers, (&archive{db}).keep)
	return e
}

// Handle handles one message.
func (e *Employees) Handle(ctx context.Context, m Message) error {
	h, ok := e.byKind[m.Kind]
	if !ok {
		return e.news.tell(ctx, note{m.ID, m.Company})
	}
	return h(ctx, employee{id: m.ID, company: m.Company})
}

func (e *Employees) company(ctx context.Context, id string) error {
	var found string
	return e.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, id).Scan(&found)
}

func (e *Employees) add(ctx context.Context, who employee) error {
	_, err := e.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, who.id, who.company)
	return err
}

func (e *Employees) hired(ctx context.Context, who employee) error {
	_ = e.company(ctx, who.company)
	return e.add(ctx, who) // want `consumer Employees.hired .*, whose company_id refers to companies, which other messages fill, and drops the result of looking for it`
}

func (e *Employees) rushed(ctx context.Context, who employee) error {
	if err := e.company(ctx, who.company); err != nil {
		log.Print(err)
	}
	return e.add(ctx, who) // want `and drops the result of looking for it`
}

func (e *Employees) asked(ctx context.Context, who employee) error {
	if err := e.company(ctx, who.company); err != nil {
		return err
	}
	return e.add(ctx, who)
}

// A board tells whoever reads it in the process.
type board struct {
	readers []func(context.Context, note) error
}

type note struct{ id, company string }

func (b *board) tell(ctx context.Context, n note) error {
	for _, read := range b.readers {
		if err := read(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

type archive struct{ db *sql.DB }

// keep is given what happens in the process.
func (a *archive) keep(ctx context.Context, n note) error {
	_, err := a.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, n.id, n.company)
	return err
}
