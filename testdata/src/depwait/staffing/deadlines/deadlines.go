// Package deadlines waits for companies as long as a deadline says.
package deadlines

import (
	"context"
	"database/sql"
	"errors"
	"log"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

type store struct{ db *sql.DB }

// Run receives what is told of employees.
func Run(ctx context.Context, db *sql.DB, deliveries <-chan amqp.Delivery) {
	s := &store{db}
	for d := range deliveries {
		var err error
		switch d.RoutingKey {
		case "anyway":
			err = s.anyway(ctx, d)
		case "givesUp":
			err = s.givesUp(ctx, d)
		case "within":
			err = s.within(ctx, d)
		case "ever":
			err = s.ever(ctx, d)
		}
		if err != nil {
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
}

func (s *store) has(ctx context.Context, id string) (bool, error) {
	var ok bool
	err := s.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM companies WHERE id = $1)`, id).Scan(&ok)
	return ok, err
}

// anyway writes what has not come in time all the same. That the program may be stopped
// meanwhile is no answer.
func (s *store) anyway(ctx context.Context, d amqp.Delivery) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(3 * time.Second)
wait:
	for {
		ok, err := s.has(ctx, d.CorrelationId)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-deadline:
			log.Print("never came")
			break wait
		case <-tick.C:
		}
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId) // want `and drops the result of looking for it`
	return err
}

func (s *store) givesUp(ctx context.Context, d amqp.Delivery) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(3 * time.Second)
	for {
		ok, err := s.has(ctx, d.CorrelationId)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-deadline:
			return errors.New("never came")
		case <-tick.C:
		}
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId)
	return err
}

// within fails as soon as its context has ended, in the look-up.
func (s *store) within(ctx context.Context, d amqp.Delivery) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for {
		ok, err := s.has(ctx, d.CorrelationId)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		time.Sleep(time.Second)
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId)
	return err
}

func (s *store) ever(ctx context.Context, d amqp.Delivery) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		ok, err := s.has(ctx, d.CorrelationId)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		<-tick.C
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, d.MessageId, d.CorrelationId) // want `and waits for it without a bound`
	return err
}
