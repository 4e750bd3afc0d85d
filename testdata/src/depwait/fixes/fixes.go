// Package fixes has consumers that drop what they should return.
package fixes

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/depwait/waiting"
)

type hired struct{ ID, Name, Company string }

type consumers struct{ db *sql.DB }

const insert = `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

func decode(msg *message.Message) (e hired, err error) {
	err = json.Unmarshal(msg.Payload, &e)
	return e, err
}

func (c *consumers) companyCreated(msg *message.Message) error {
	_, err := c.db.ExecContext(msg.Context(), `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

func (c *consumers) has(ctx context.Context, id string) error {
	var found string
	return c.db.QueryRowContext(ctx, "SELECT id FROM companies WHERE id = $1", id).Scan(&found)
}

func (c *consumers) blank(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_ = c.has(msg.Context(), e.Company)
	_, err = c.db.Exec(insert, e.ID, e.Name, e.Company) // want `drops the result of looking for it\n(.*\n)*\tfix: if err := c.has\(msg.Context\(\), e.Company\); err != nil { return err }, so that the message comes again$`
	return err
}

func (c *consumers) bare(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if e.Company != "" {
		c.has(msg.Context(), e.Company)
	}
	_, err = c.db.Exec(insert, e.ID, e.Name, e.Company) // want `drops the result of looking for it`
	return err
}

func (c *consumers) waits(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_ = waiting.TryWaitUntil(msg.Context(), time.Minute, func() (bool, error) {
		err := c.has(msg.Context(), e.Company)
		return err == nil, err
	})
	_, err = c.db.Exec(insert, e.ID, e.Name, e.Company) // want `drops the result of looking for it`
	return err
}

// What follows is wrong as well, but no edit is certain.

func (c *consumers) find(ctx context.Context, id string) (found string, err error) {
	return found, c.db.QueryRowContext(ctx, "SELECT id FROM companies WHERE id = $1", id).Scan(&found)
}

func (c *consumers) two(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_, _ = c.find(msg.Context(), e.Company)
	_, err = c.db.Exec(insert, e.ID, e.Name, e.Company) // want `drops the result of looking for it`
	return err
}

func (c *consumers) others(msg *message.Message) ([]*message.Message, error) {
	e, err := decode(msg)
	if err != nil {
		return nil, err
	}
	_ = c.has(msg.Context(), e.Company)
	_, err = c.db.Exec(insert, e.ID, e.Name, e.Company) // want `drops the result of looking for it`
	return nil, err
}

func (c *consumers) batch(msg *message.Message) error {
	var all []hired
	if err := json.Unmarshal(msg.Payload, &all); err != nil {
		return err
	}
	var errs []error
	for _, e := range all {
		_ = c.has(msg.Context(), e.Company)
		_, err := c.db.Exec(insert, e.ID, e.Name, e.Company) // want `drops the result of looking for it`
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (c *consumers) never(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(insert, e.ID, e.Name, e.Company) // want `\tfix: if err := c.db.QueryRow\("SELECT 1 FROM companies WHERE id = \$1", e.Company\).Scan\(new\(int\)\); err != nil { return err } before, so that the message comes again; or wait for it with a bound$`
	return err
}

// Register subscribes them.
func (c *consumers) Register(r *message.Router, s message.Subscriber, p message.Publisher) {
	r.AddNoPublisherHandler("companies", "companies", s, c.companyCreated)
	r.AddNoPublisherHandler("blank", "employees", s, c.blank)
	r.AddNoPublisherHandler("bare", "employees", s, c.bare)
	r.AddNoPublisherHandler("waits", "employees", s, c.waits)
	r.AddNoPublisherHandler("two", "employees", s, c.two)
	r.AddHandler("others", "employees", s, "badges", p, c.others)
	r.AddNoPublisherHandler("batch", "employees", s, c.batch)
	r.AddNoPublisherHandler("never", "employees", s, c.never)
}
