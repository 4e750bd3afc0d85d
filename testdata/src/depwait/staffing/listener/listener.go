// Package listener keeps its handlers in tables that its constructors fill.
package listener

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	"github.com/IBM/sarama"
)

type hired struct{ ID, Name, Company string }

type handle func(ctx context.Context, body []byte) error

func decoding[E any](f func(context.Context, E) error) handle {
	return func(ctx context.Context, body []byte) error {
		var e E
		if err := json.Unmarshal(body, &e); err != nil {
			return err
		}
		return f(ctx, e)
	}
}

// A Table keeps employees.
type Table struct{ db *sql.DB }

func (t *Table) require(ctx context.Context, company string) error {
	var id string
	return t.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, company).Scan(&id)
}

func (t *Table) add(ctx context.Context, e hired) error {
	_, err := t.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

// Hasty marks whatever it was given.
type Hasty struct{ routes map[string]handle }

// NewHasty fills its table.
func NewHasty(t *Table) *Hasty {
	return &Hasty{routes: map[string]handle{
		"hired": decoding(func(ctx context.Context, e hired) error {
			if err := t.require(ctx, e.Company); err != nil {
				return err
			}
			return t.add(ctx, e) // want `consumer NewHasty of listener.hired writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
		}),
	}}
}

func (l *Hasty) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (l *Hasty) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (l *Hasty) ConsumeClaim(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for msg := range claim.Messages() {
		if handle, ok := l.routes[msg.Topic]; ok {
			if err := handle(sess.Context(), msg.Value); err != nil {
				log.Print(err)
			}
		}
		sess.MarkMessage(msg, "")
	}
	return nil
}

// Patient marks what went well, and comes to its end where something did not.
type Patient struct{ routes map[string]handle }

// NewPatient fills its table.
func NewPatient(t *Table) *Patient {
	return &Patient{routes: map[string]handle{
		"hired": decoding(func(ctx context.Context, e hired) error {
			if err := t.require(ctx, e.Company); err != nil {
				return err
			}
			return t.add(ctx, e)
		}),
	}}
}

func (l *Patient) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (l *Patient) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (l *Patient) ConsumeClaim(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for msg := range claim.Messages() {
		if handle, ok := l.routes[msg.Topic]; ok {
			if err := handle(sess.Context(), msg.Value); err != nil {
				return err
			}
		}
		sess.MarkMessage(msg, "")
	}
	return nil
}
