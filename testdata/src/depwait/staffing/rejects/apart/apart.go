// Package apart declares each queue where it receives from it: one leaves nothing of what is
// rejected, one has it come again.
package apart

import (
	"context"
	"database/sql"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

type mirror struct{ db *sql.DB }

// Run receives from both.
func Run(ctx context.Context, ch *amqp.Channel, db *sql.DB) {
	m := &mirror{db}
	go func() { log.Print(once(ctx, ch, "employees", m.gone)) }()
	go func() { log.Print(delayed(ctx, ch, "transfers", m.again)) }()
	log.Print(told(ctx, ch, "contracts", amqp.Table{"x-dead-letter-exchange": "parked"}, m.parked))
}

type handler func(context.Context, amqp.Delivery) error

func once(ctx context.Context, ch *amqp.Channel, queue string, h handler) error {
	if _, err := ch.QueueDeclare(queue, true, false, false, false, nil); err != nil {
		return err
	}
	in, err := ch.Consume(queue, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range in {
		if err := h(ctx, d); err != nil {
			_ = d.Nack(false, false)
			continue
		}
		_ = d.Ack(false)
	}
	return nil
}

func delayed(ctx context.Context, ch *amqp.Channel, queue string, h handler) error {
	later, err := ch.QueueDeclare(queue+".later", true, false, false, false, amqp.Table{"x-message-ttl": 30000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": queue})
	if err != nil {
		return err
	}
	q, err := ch.QueueDeclare(queue, true, false, false, false, amqp.Table{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": later.Name})
	if err != nil {
		return err
	}
	in, err := ch.ConsumeWithContext(ctx, q.Name, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range in {
		if err := h(ctx, d); err != nil {
			_ = d.Nack(false, false)
			continue
		}
		_ = d.Ack(false)
	}
	return nil
}

// told declares a queue with what its caller says.
func told(ctx context.Context, ch *amqp.Channel, queue string, args amqp.Table, h handler) error {
	if _, err := ch.QueueDeclare(queue, true, false, false, false, args); err != nil {
		return err
	}
	in, err := ch.Consume(queue, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range in {
		if err := h(ctx, d); err != nil {
			_ = d.Nack(false, false)
			continue
		}
		_ = d.Ack(false)
	}
	return nil
}

func (m *mirror) gone(ctx context.Context, d amqp.Delivery) error {
	if err := m.company(ctx, d.CorrelationId); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId) // want `but acknowledges the message where it is missing`
	return err
}

func (m *mirror) again(ctx context.Context, d amqp.Delivery) error {
	if err := m.company(ctx, d.CorrelationId); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, d.MessageId, d.CorrelationId)
	return err
}

func (m *mirror) parked(ctx context.Context, d amqp.Delivery) error {
	if err := m.company(ctx, d.CorrelationId); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId)
	return err
}

func (m *mirror) company(ctx context.Context, id string) error {
	var company string
	return m.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, id).Scan(&company)
}
