// Package behind looks companies up by an interface, whose implementation is wired at
// its end.
package behind

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"
	"time"

	"github.com/cenkalti/backoff/v4"
	amqp "github.com/rabbitmq/amqp091-go"
)

type hired struct{ ID, Name, Company string }

type companies interface {
	Find(ctx context.Context, id string) (string, error)
}

type employees interface {
	Add(ctx context.Context, e hired) error
}

// A Worker receives employees. Whatever comes of one, it is acknowledged.
type Worker struct {
	companies companies
	employees employees
}

// Run receives them.
func (w *Worker) Run(ctx context.Context, deliveries <-chan amqp.Delivery) {
	for d := range deliveries {
		var e hired
		if err := json.Unmarshal(d.Body, &e); err != nil {
			continue
		}
		if err := w.apply(ctx, d.RoutingKey, e); err != nil {
			log.Print(err)
		}
		_ = d.Ack(false)
	}
}

func (w *Worker) apply(ctx context.Context, kind string, e hired) error {
	switch kind {
	case "waited":
		return w.waited(ctx, e)
	case "looped":
		return w.looped(ctx, e)
	case "once":
		return w.once(ctx, e)
	}
	return nil
}

// waited waits for some seconds, and gives up.
func (w *Worker) waited(ctx context.Context, e hired) error {
	if err := w.awaitCompany(ctx, e.Company); err != nil {
		return err
	}
	return w.employees.Add(ctx, e)
}

func (w *Worker) awaitCompany(ctx context.Context, id string) error {
	policy := backoff.WithMaxRetries(backoff.NewConstantBackOff(time.Second), 5)
	return backoff.Retry(func() error {
		_, err := w.companies.Find(ctx, id)
		return err
	}, backoff.WithContext(policy, ctx))
}

// looped waits likewise.
func (w *Worker) looped(ctx context.Context, e hired) error {
	var err error
	for range 5 {
		if _, err = w.companies.Find(ctx, e.Company); err == nil {
			return w.employees.Add(ctx, e)
		}
		time.Sleep(time.Second)
	}
	return err
}

// once asks but once.
func (w *Worker) once(ctx context.Context, e hired) error {
	if _, err := w.companies.Find(ctx, e.Company); err != nil {
		return err
	}
	return w.employees.Add(ctx, e) // want `consumer Worker.once of behind.hired writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
}

type table struct{ db *sql.DB }

func (t *table) Find(ctx context.Context, id string) (name string, err error) {
	err = t.db.QueryRowContext(ctx, `SELECT name FROM companies WHERE id = $1`, id).Scan(&name)
	return name, err
}

func (t *table) Add(ctx context.Context, e hired) error {
	_, err := t.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

// Wire has the table stand behind both.
func Wire(db *sql.DB) *Worker {
	t := &table{db}
	return &Worker{companies: t, employees: t}
}
