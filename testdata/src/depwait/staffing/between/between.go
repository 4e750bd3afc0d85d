// Package between waits for a company, and asks for the stored employee before it writes
// one: that it asks for something says nothing of what comes of the wait.
package between

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/cenkalti/backoff/v4"
)

type hired struct {
	ID, Name, Company string
	At                int64
}

var (
	errAbsent = errors.New("absent")
	errOld    = errors.New("nobody yet")
)

// Companies are kept somewhere.
type Companies interface {
	Exists(ctx context.Context, id string) (bool, error)
	Put(ctx context.Context, id, name string) error
}

// Employees are, too.
type Employees interface {
	Get(ctx context.Context, id string) (hired, error)
	Put(ctx context.Context, e hired) error
}

// A Source knows companies that are not here.
type Source interface {
	Fetch(ctx context.Context, id string) (name string, err error)
}

type pgCompanies struct{ db *sql.DB }

func (p pgCompanies) Exists(ctx context.Context, id string) (bool, error) {
	var n int
	err := p.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

func (p pgCompanies) Put(ctx context.Context, id, name string) error {
	_, err := p.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, name)
	return err
}

type pgEmployees struct{ db *sql.DB }

func (p pgEmployees) Get(ctx context.Context, id string) (e hired, err error) {
	err = p.db.QueryRowContext(ctx, `SELECT id, name, hired_at FROM employees WHERE id = $1`, id).Scan(&e.ID, &e.Name, &e.At)
	if errors.Is(err, sql.ErrNoRows) {
		return e, errOld
	}
	return e, err
}

func (p pgEmployees) Put(ctx context.Context, e hired) error {
	_, err := p.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

// A Desk keeps employees by interfaces.
type Desk struct {
	companies Companies
	employees Employees
	source    Source
}

// New returns one.
func New(db *sql.DB, source Source) *Desk { return &Desk{pgCompanies{db}, pgEmployees{db}, source} }

func decode(msg *message.Message) (e hired, err error) {
	err = json.Unmarshal(msg.Payload, &e)
	return e, err
}

func (d *Desk) company(msg *message.Message) error {
	return d.companies.Put(msg.Context(), msg.UUID, string(msg.Payload))
}

func (d *Desk) require(ctx context.Context, id string) error {
	ok, err := d.companies.Exists(ctx, id)
	if err == nil && !ok {
		err = errAbsent
	}
	return err
}

func (d *Desk) await(ctx context.Context, id string) error {
	return backoff.Retry(func() error { return d.require(ctx, id) }, backoff.WithMaxRetries(backoff.NewExponentialBackOff(), 6))
}

func (d *Desk) store(ctx context.Context, e hired) error {
	switch cur, err := d.employees.Get(ctx, e.ID); {
	case errors.Is(err, errOld):
	case err != nil:
		return err
	case cur.At >= e.At:
		return nil
	}
	return d.employees.Put(ctx, e)
}

func (d *Desk) logged(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ctx := msg.Context()
	if err := d.await(ctx, e.Company); err != nil {
		log.Print(err)
	}
	cur, err := d.employees.Get(ctx, e.ID)
	switch {
	case errors.Is(err, errOld):
	case err != nil:
		return err
	case cur.At >= e.At:
		return nil
	}
	return d.employees.Put(ctx, e) // want `consumer Desk.logged of .* writes employees, whose company_id refers to companies, which other messages fill`
}

// loggedOnce looks but once.
func (d *Desk) loggedOnce(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if ok, err := d.companies.Exists(msg.Context(), e.Company); err != nil {
		return err
	} else if !ok {
		log.Print("no company")
	}
	if cur, err := d.employees.Get(msg.Context(), e.ID); err == nil && cur.At >= e.At {
		return nil
	}
	return d.employees.Put(msg.Context(), e) // want `consumer Desk.loggedOnce of .* writes employees, whose company_id refers to companies`
}

// The failure is returned.
func (d *Desk) returned(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.await(msg.Context(), e.Company); err != nil {
		log.Print(err)
		return err
	}
	return d.store(msg.Context(), e)
}

// It is kept, and returned before anything is written.
func (d *Desk) returnedLater(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	missing := d.await(msg.Context(), e.Company)
	if missing != nil {
		log.Print(missing)
	}
	cur, err := d.employees.Get(msg.Context(), e.ID)
	if missing != nil {
		return missing
	}
	if err == nil && cur.At >= e.At {
		return nil
	}
	return d.employees.Put(msg.Context(), e)
}

// A company that is missing is fetched.
func (d *Desk) fetched(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.require(msg.Context(), e.Company); err != nil {
		name, err := d.source.Fetch(msg.Context(), e.Company)
		if err != nil {
			return err
		}
		log.Print("made up ", name)
	}
	if cur, err := d.employees.Get(msg.Context(), e.ID); err == nil && cur.At >= e.At {
		return nil
	}
	return d.employees.Put(msg.Context(), e)
}

// Bind subscribes.
func (d *Desk) Bind(r *message.Router, sub message.Subscriber) {
	r.AddNoPublisherHandler("company", "company", sub, d.company)
	r.AddNoPublisherHandler("logged", "logged", sub, d.logged)
	r.AddNoPublisherHandler("once", "once", sub, d.loggedOnce)
	r.AddNoPublisherHandler("returned", "returned", sub, d.returned)
	r.AddNoPublisherHandler("later", "later", sub, d.returnedLater)
	r.AddNoPublisherHandler("fetched", "fetched", sub, d.fetched)
}
