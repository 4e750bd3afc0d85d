// Package jobs tells by whom its handlers are to be run beside them.
package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/depwait/staffing/jobs/run"
)

type hired struct{ ID, Name, Company string }

type runner func(context.Context, message.Subscriber, string, run.Handler) error

// A Job is a handler and who runs it.
type Job struct {
	Topic  string
	Run    runner
	Handle run.Handler
	Else   run.Handler
}

// Consumers keep employees.
type Consumers struct{ db *sql.DB }

func job(by runner, topic string, h run.Handler) Job {
	return Job{Topic: topic, Run: by, Handle: h}
}

func typed[T any](handle func(context.Context, T) error) run.Handler {
	return func(ctx context.Context, msg *message.Message) error {
		var v T
		if err := json.Unmarshal(msg.Payload, &v); err != nil {
			return nil
		}
		return handle(ctx, v)
	}
}

// Jobs are all that is to be run.
func (c *Consumers) Jobs() []Job {
	return []Job{
		job(run.Durable, "companies", c.company),
		job(run.Durable, "hired", typed(c.durable)),
		job(run.Once, "hired", typed(c.once)),
		{Topic: "hired", Run: run.First, Handle: c.first},
		{Topic: "hired", Run: run.Durable, Handle: c.kept},
		// Which of the two is run so, is not known.
		{Topic: "hired", Run: run.First, Handle: c.either, Else: c.other},
	}
}

// Start runs the jobs.
func Start(ctx context.Context, sub message.Subscriber, jobs []Job) error {
	for _, j := range jobs {
		if err := j.Run(ctx, sub, j.Topic, j.Handle); err != nil {
			return err
		}
	}
	return nil
}

var errAbsent = errors.New("absent")

func (c *Consumers) company(_ context.Context, msg *message.Message) error {
	_, err := c.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

func (c *Consumers) there(ctx context.Context, id string) error {
	var n int
	if err := c.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errAbsent
	}
	return nil
}

func (c *Consumers) durable(ctx context.Context, e hired) error {
	if err := c.there(ctx, e.Company); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (c *Consumers) once(ctx context.Context, e hired) error {
	if err := c.there(ctx, e.Company); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `but acknowledges the message where it is missing`
	return err
}

func decode(msg *message.Message) (e hired, err error) {
	err = json.Unmarshal(msg.Payload, &e)
	return e, err
}

func (c *Consumers) first(ctx context.Context, msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := c.there(ctx, e.Company); err != nil {
		return err
	}
	_, err = c.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `but acknowledges the message where it is missing`
	return err
}

func (c *Consumers) kept(ctx context.Context, msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := c.there(ctx, e.Company); err != nil {
		return err
	}
	_, err = c.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (c *Consumers) either(ctx context.Context, msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := c.there(ctx, e.Company); err != nil {
		return err
	}
	_, err = c.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (c *Consumers) other(_ context.Context, msg *message.Message) error { return nil }
