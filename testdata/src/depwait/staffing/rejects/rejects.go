// Package rejects declares a queue that leaves nothing of what is rejected.
package rejects

import (
	"context"
	"database/sql"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

type mirror struct{ db *sql.DB }

// Run receives employees until the channel closes.
func Run(ctx context.Context, ch *amqp.Channel, db *sql.DB) error {
	q, err := ch.QueueDeclare("employees", true, false, false, false, amqp.Table{"x-queue-type": "quorum"})
	if err != nil {
		return err
	}
	deliveries, err := ch.Consume(q.Name, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	m := &mirror{db}
	for d := range deliveries {
		if d.RoutingKey == "moved" {
			if err := m.again(ctx, d); err != nil {
				_ = d.Nack(false, true)
				continue
			}
			_ = d.Ack(false)
			continue
		}
		if err := m.gone(ctx, d); err != nil {
			log.Print(err)
			_ = d.Nack(false, false)
			continue
		}
		_ = d.Ack(false)
	}
	return nil
}

func (m *mirror) gone(ctx context.Context, d amqp.Delivery) error {
	var company string
	if err := m.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, d.CorrelationId).Scan(&company); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId) // want `but acknowledges the message where it is missing`
	return err
}

func (m *mirror) again(ctx context.Context, d amqp.Delivery) error {
	var company string
	if err := m.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, d.CorrelationId).Scan(&company); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, d.MessageId, d.CorrelationId)
	return err
}
