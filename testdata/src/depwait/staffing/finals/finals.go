// Package finals answers with the errors of the project's own framework, some of which
// have messages acknowledged.
package finals

import (
	"context"
	"database/sql"
	"fmt"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/staffing/finals/bus"
)

type consumers struct{ db *sql.DB }

// Run subscribes them.
func Run(ctx context.Context, db *sql.DB, deliveries <-chan amqp.Delivery) {
	c := &consumers{db}
	go bus.Run(ctx, deliveries, c.skips)
	go bus.Run(ctx, deliveries, c.poisons)
	go bus.Run(ctx, deliveries, c.unusable)
	go bus.Run(ctx, deliveries, c.later)
	go bus.Run(ctx, deliveries, c.delays)
}

func (c *consumers) has(ctx context.Context, id string) (bool, error) {
	var ok bool
	err := c.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM companies WHERE id = $1)`, id).Scan(&ok)
	return ok, err
}

func (c *consumers) skips(ctx context.Context, d *amqp.Delivery) error {
	ok, err := c.has(ctx, d.CorrelationId)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("company %s: %w", d.CorrelationId, bus.ErrSkip)
	}
	_, err = c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId) // want `but acknowledges the message where it is missing`
	return err
}

func (c *consumers) poisons(ctx context.Context, d *amqp.Delivery) error {
	ok, err := c.has(ctx, d.CorrelationId)
	if err != nil {
		return err
	}
	if !ok {
		return bus.Poison(fmt.Errorf("company %s", d.CorrelationId))
	}
	_, err = c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId) // want `but acknowledges the message where it is missing`
	return err
}

// errUnusable is one of the framework's by another name.
var errUnusable = fmt.Errorf("unusable: %w", bus.ErrSkip)

func (c *consumers) unusable(ctx context.Context, d *amqp.Delivery) error {
	ok, err := c.has(ctx, d.CorrelationId)
	if err != nil {
		return err
	}
	if !ok {
		return errUnusable
	}
	_, err = c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId) // want `but acknowledges the message where it is missing`
	return err
}

func (c *consumers) later(ctx context.Context, d *amqp.Delivery) error {
	ok, err := c.has(ctx, d.CorrelationId)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("company %s: %w", d.CorrelationId, bus.ErrLater)
	}
	_, err = c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId)
	return err
}

func (c *consumers) delays(ctx context.Context, d *amqp.Delivery) error {
	ok, err := c.has(ctx, d.CorrelationId)
	if err != nil {
		return err
	}
	if !ok {
		return bus.Delayed(fmt.Errorf("company %s", d.CorrelationId))
	}
	_, err = c.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId)
	return err
}
