// Package several has many consumers in one place: what one of them writes or looks
// for is nothing that another one did.
package several

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/depwait/staffing/several/line"
)

type company struct{ ID, Name string }

type hired struct{ ID, Name, Company string }

const (
	putCompany  = `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`
	putEmployee = `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
)

var errEarly = errors.New("too early")

func require(db *sql.DB, id string) error {
	var n int
	if err := db.QueryRow(`SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errEarly
	}
	return nil
}

// Subscribe has literals handle messages.
func Subscribe(r *message.Router, sub message.Subscriber, db *sql.DB) {
	r.AddConsumerHandler("companies", "companies", sub, func(msg *message.Message) error {
		var c company
		if err := json.Unmarshal(msg.Payload, &c); err != nil {
			return err
		}
		_, err := db.Exec(putCompany, c.ID, c.Name)
		return err
	})
	r.AddConsumerHandler("careful", "hired", sub, func(msg *message.Message) error {
		var e hired
		if err := json.Unmarshal(msg.Payload, &e); err != nil {
			return err
		}
		if err := require(db, e.Company); err != nil {
			return err
		}
		_, err := db.Exec(putEmployee, e.ID, e.Name, e.Company)
		return err
	})
	r.AddConsumerHandler("careless", "hired", sub, func(msg *message.Message) error {
		var e hired
		if err := json.Unmarshal(msg.Payload, &e); err != nil {
			return err
		}
		_, err := db.Exec(putEmployee, e.ID, e.Name, e.Company) // want `without making sure that it is there`
		return err
	})
	r.AddConsumerHandler("both", "hired", sub, func(msg *message.Message) error {
		var e hired
		if err := json.Unmarshal(msg.Payload, &e); err != nil {
			return err
		}
		within := func(work func() error) error { return work() }
		if err := within(func() error { _, err := db.Exec(putCompany, e.Company, ""); return err }); err != nil {
			return err
		}
		return within(func() error { _, err := db.Exec(putEmployee, e.ID, e.Name, e.Company); return err })
	})
}

// Companies takes companies.
type Companies struct{ DB *sql.DB }

// Take keeps one.
func (c Companies) Take(ctx context.Context, v company) error {
	_, err := c.DB.ExecContext(ctx, putCompany, v.ID, v.Name)
	return err
}

// Employees takes employees.
type Employees struct{ DB *sql.DB }

// Take keeps one.
func (e Employees) Take(ctx context.Context, v hired) error {
	_, err := e.DB.ExecContext(ctx, putEmployee, v.ID, v.Name, v.Company) // want `without making sure that it is there`
	return err
}

// Sinks subscribes sinks.
func Sinks(r *message.Router, sub message.Subscriber, db *sql.DB) {
	r.AddConsumerHandler("companies", "companies", sub, line.NewTyped[company](Companies{db}).Handle)
	r.AddConsumerHandler("hired", "hired", sub, line.NewTyped[hired](Employees{db}).Handle)
}

// A projection is one of several that all see a message.
type projection interface{ apply(e hired) error }

type companiesToo struct{ db *sql.DB }

func (p companiesToo) apply(e hired) error {
	_, err := p.db.Exec(putCompany, e.Company, "")
	return err
}

type employeesToo struct{ db *sql.DB }

func (p employeesToo) apply(e hired) error {
	_, err := p.db.Exec(putEmployee, e.ID, e.Name, e.Company)
	return err
}

type projector struct{ all []projection }

// NewProjector brings them together.
func NewProjector(db *sql.DB) *projector {
	return &projector{[]projection{companiesToo{db}, employeesToo{db}}}
}

// Handle has all of them see a message: the company is written with the employee.
func (p *projector) Handle(msg *message.Message) error {
	var e hired
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	for _, one := range p.all {
		if err := one.apply(e); err != nil {
			return err
		}
	}
	return nil
}
