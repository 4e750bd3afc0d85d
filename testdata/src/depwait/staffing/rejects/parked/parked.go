// Package parked has what it rejects come again after some time.
package parked

import (
	"context"
	"database/sql"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Run receives employees until the channel closes.
func Run(ctx context.Context, ch *amqp.Channel, db *sql.DB) error {
	later := amqp.Table{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": "employees", "x-message-ttl": 30000}
	if _, err := ch.QueueDeclare("employees.later", true, false, false, false, later); err != nil {
		return err
	}
	q, err := ch.QueueDeclare("employees", true, false, false, false, amqp.Table{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": "employees.later"})
	if err != nil {
		return err
	}
	deliveries, err := ch.Consume(q.Name, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range deliveries {
		if err := employee(ctx, db, d); err != nil {
			log.Print(err)
			_ = d.Nack(false, false)
			continue
		}
		_ = d.Ack(false)
	}
	return nil
}

func employee(ctx context.Context, db *sql.DB, d amqp.Delivery) error {
	var company string
	if err := db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, d.CorrelationId).Scan(&company); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId)
	return err
}
