// Package handed has a loop hand messages down to handlers, and decide there what
// becomes of their failures.
package handed

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/lib/pq"
	amqp "github.com/rabbitmq/amqp091-go"
)

type hired struct{ ID, Name, Company string }

type handler func(ctx context.Context, d amqp.Delivery) error

type staff struct{ db *sql.DB }

func (s *staff) known(ctx context.Context, d amqp.Delivery) (e hired, err error) {
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return e, err
	}
	var id string
	if err := s.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id); err != nil {
		return e, fmt.Errorf("company %s: %w", e.Company, err)
	}
	return e, nil
}

func (s *staff) insert(ctx context.Context, e hired) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

func (s *staff) company(ctx context.Context, d amqp.Delivery) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, d.MessageId, string(d.Body))
	return err
}

// patient is what a loop runs that hands a message back when it fails.
func (s *staff) patient(ctx context.Context, d amqp.Delivery) error {
	e, err := s.known(ctx, d)
	if err != nil {
		return err
	}
	return s.insert(ctx, e)
}

func (s *staff) patiently(ctx context.Context, in <-chan amqp.Delivery) {
	for d := range in {
		if err := s.patient(ctx, d); err != nil {
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
}

// hasty is what a loop runs that acknowledges whatever comes of it.
func (s *staff) hasty(ctx context.Context, d amqp.Delivery) error {
	e, err := s.known(ctx, d)
	if err != nil {
		return err
	}
	return s.insert(ctx, e) // want `and drops the result of looking for it`
}

func logged(h handler) handler {
	return func(ctx context.Context, d amqp.Delivery) error {
		err := h(ctx, d)
		if err != nil {
			log.Println(err)
		}
		return err
	}
}

func (s *staff) hastily(ctx context.Context, in <-chan amqp.Delivery) {
	handle := logged(s.hasty)
	for d := range in {
		_ = handle(ctx, d)
		_ = d.Ack(false)
	}
}

// either is what both kinds of loops run: nothing is said.
func (s *staff) either(ctx context.Context, d amqp.Delivery) error {
	e, err := s.known(ctx, d)
	if err != nil {
		return err
	}
	return s.insert(ctx, e)
}

func (s *staff) loops(ctx context.Context, a, b <-chan amqp.Delivery) {
	for d := range a {
		_ = s.either(ctx, d)
		_ = d.Ack(false)
	}
	for d := range b {
		if err := s.either(ctx, d); err != nil {
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
}

// A store writes without asking: who calls it knows what the foreign key says.
type store interface {
	OnHired(ctx context.Context, e hired) error
}

func (s *staff) OnHired(ctx context.Context, e hired) error { return s.insert(ctx, e) }

func orphaned(err error) bool {
	var pe *pq.Error
	return errors.As(err, &pe) && pe.Code.Name() == "foreign_key_violation"
}

func requeues(ctx context.Context, in <-chan amqp.Delivery, s store) {
	for d := range in {
		var e hired
		if err := json.Unmarshal(d.Body, &e); err != nil {
			_ = d.Reject(false)
			continue
		}
		switch err := s.OnHired(ctx, e); {
		case err == nil:
			_ = d.Ack(false)
		case orphaned(err):
			time.Sleep(time.Second)
			_ = d.Nack(false, true)
		default:
			_ = d.Nack(false, true)
		}
	}
}

func run(ctx context.Context, in <-chan amqp.Delivery, s *staff) { requeues(ctx, in, s) }

// there tells whether a company has arrived.
func (s *staff) there(id string) backoff.Operation {
	return func() error {
		var found string
		return s.db.QueryRow(`SELECT id FROM companies WHERE id = $1`, id).Scan(&found)
	}
}

func (s *staff) waitsForEver(ctx context.Context, d amqp.Delivery) error {
	var e hired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	if err := backoff.Retry(s.there(e.Company), backoff.NewConstantBackOff(time.Second)); err != nil {
		return err
	}
	return s.insert(ctx, e) // want `and waits for it without a bound`
}

func (s *staff) waits(ctx context.Context, d amqp.Delivery) error {
	var e hired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	if err := backoff.Retry(s.there(e.Company), backoff.WithMaxRetries(backoff.NewConstantBackOff(time.Second), 10)); err != nil {
		return err
	}
	return s.insert(ctx, e)
}

// remove acknowledges.
func (s *staff) remove(ctx context.Context, d amqp.Delivery) {
	if err := d.Ack(false); err != nil {
		log.Println(err)
	}
}

func (s *staff) removesFirst(ctx context.Context, in <-chan amqp.Delivery) {
	for d := range in {
		s.remove(ctx, d)
		e, err := s.known(ctx, d)
		if err != nil {
			log.Println(err)
			continue
		}
		if err := s.insert(ctx, e); err != nil { // want `but acknowledges the message where it is missing, so it is lost`
			log.Println(err)
		}
	}
}

func (s *staff) removesLast(ctx context.Context, in <-chan amqp.Delivery) {
	for d := range in {
		e, err := s.known(ctx, d)
		if err != nil {
			log.Println(err)
			continue
		}
		if err := s.insert(ctx, e); err != nil {
			log.Println(err)
			continue
		}
		s.remove(ctx, d)
	}
}
