// Package acks keeps employees, and settles its messages in many ways: a message
// that is acknowledged although the company is missing does not come again.
package acks

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/IBM/sarama"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/redis/go-redis/v9"
	"github.com/segmentio/kafka-go"
)

type hired struct{ ID, Name, Company string }

// A Store keeps employees.
type Store struct{ db *sql.DB }

var errMissing = errors.New("company missing")

func (s *Store) hasCompany(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

func (s *Store) insert(ctx context.Context, e hired) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

// AddCompany is what other messages lead to.
func (s *Store) AddCompany(d amqp.Delivery) error {
	_, err := s.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, d.MessageId, string(d.Body))
	return err
}

// Hire fails where the company is missing: what comes of that, its callers decide.
func (s *Store) Hire(ctx context.Context, body []byte) error {
	var e hired
	if err := json.Unmarshal(body, &e); err != nil {
		return err
	}
	ok, err := s.hasCompany(ctx, e.Company)
	if err != nil {
		return err
	}
	if !ok {
		return errMissing
	}
	return s.insert(ctx, e)
}

// Marked whatever comes of it.
type marks struct{ store *Store }

func (marks) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (marks) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (m marks) ConsumeClaim(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for msg := range claim.Messages() {
		if err := m.store.Hire(sess.Context(), msg.Value); err != nil { // want `consumer marks.ConsumeClaim writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing, so it is lost`
			log.Print(err)
		}
		sess.MarkMessage(msg, "")
	}
	return nil
}

// The session ends, and what was not marked comes again.
type ends struct{ store *Store }

func (ends) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (ends) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (m ends) ConsumeClaim(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for msg := range claim.Messages() {
		if err := m.store.Hire(sess.Context(), msg.Value); err != nil {
			return err
		}
		sess.MarkMessage(msg, "")
	}
	return nil
}

// CommitsAll commits, and only logs that it failed.
func CommitsAll(ctx context.Context, r *kafka.Reader, s *Store) error {
	for {
		msg, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := s.Hire(ctx, msg.Value); err != nil { // want `but acknowledges the message where it is missing`
			log.Print(err)
		}
		if err := r.CommitMessages(ctx, msg); err != nil {
			return err
		}
	}
}

// CommitsDone commits what is done, and tries the rest again.
func CommitsDone(ctx context.Context, r *kafka.Reader, s *Store) error {
	for {
		msg, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		for s.Hire(ctx, msg.Value) != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		if err := r.CommitMessages(ctx, msg); err != nil {
			return err
		}
	}
}

// ReadsAhead has the message acknowledged as it is read.
func ReadsAhead(ctx context.Context, r *kafka.Reader, s *Store) {
	for {
		msg, err := r.ReadMessage(ctx)
		if err != nil {
			return
		}
		if err := s.Hire(ctx, msg.Value); err != nil { // want `but acknowledges the message where it is missing`
			log.Print(err)
			continue
		}
		log.Print("hired")
	}
}

// EndsAfterwards ends with the first failure: the message has been committed by then.
func EndsAfterwards(ctx context.Context, r *kafka.Reader, s *Store) error {
	for {
		msg, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if err := s.Hire(ctx, msg.Value); err != nil { // want `but acknowledges the message where it is missing`
			return fmt.Errorf("%s@%d: %w", msg.Topic, msg.Offset, err)
		}
	}
}

// EndsBefore does so before the message is committed.
func EndsBefore(ctx context.Context, r *kafka.Reader, s *Store) error {
	for {
		msg, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := s.Hire(ctx, msg.Value); err != nil {
			return fmt.Errorf("%s@%d: %w", msg.Topic, msg.Offset, err)
		}
		if err := r.CommitMessages(ctx, msg); err != nil {
			return err
		}
	}
}

// AcksFirst acknowledges before the message is handled.
func AcksFirst(ctx context.Context, deliveries <-chan amqp.Delivery, s *Store) error {
	for d := range deliveries {
		if err := d.Ack(false); err != nil {
			return err
		}
		if err := s.Hire(ctx, d.Body); err != nil { // want `but acknowledges the message where it is missing`
			return err
		}
	}
	return nil
}

// Nacks hands back what failed.
func Nacks(ctx context.Context, deliveries <-chan amqp.Delivery, s *Store) {
	for d := range deliveries {
		if err := s.Hire(ctx, d.Body); err != nil {
			log.Print(err)
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
}

// Deferred acknowledges when it returns, whatever it returns.
func Deferred(ctx context.Context, d amqp.Delivery, s *Store) error {
	defer d.Ack(false)
	return s.Hire(ctx, d.Body) // want `but acknowledges the message where it is missing`
}

// Leaves does not acknowledge what failed: the stream delivers it again.
func Leaves(ctx context.Context, c jetstream.Consumer, s *Store) (jetstream.ConsumeContext, error) {
	return c.Consume(func(msg jetstream.Msg) {
		if err := s.Hire(ctx, msg.Data()); err != nil {
			log.Print(err)
			return
		}
		_ = msg.Ack()
	})
}

// Listens to messages that nobody keeps.
func Listens(ctx context.Context, sub *redis.PubSub, s *Store) {
	for msg := range sub.Channel() {
		if err := s.Hire(ctx, []byte(msg.Payload)); err != nil { // want `but acknowledges the message where it is missing`
			log.Print(err)
		}
	}
}

// Subscribes to messages that nobody keeps.
func Subscribes(nc *nats.Conn, s *Store) (*nats.Subscription, error) {
	return nc.Subscribe("employees.hired", func(msg *nats.Msg) {
		if err := s.Hire(context.Background(), msg.Data); err != nil { // want `but acknowledges the message where it is missing`
			log.Print(err)
		}
	})
}

// A silent handler tells nobody that the company is missing: its caller
// acknowledges what it takes for done.
func (s *Store) silent(ctx context.Context, body []byte) {
	var e hired
	if err := json.Unmarshal(body, &e); err != nil {
		return
	}
	if ok, err := s.hasCompany(ctx, e.Company); err != nil || !ok {
		log.Print("not hired: ", e.ID)
		return
	}
	if err := s.insert(ctx, e); err != nil { // want `consumer Store.silent of acks.hired writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
		log.Print(err)
	}
}

// Trusts a handler that says nothing.
func Trusts(ctx context.Context, deliveries <-chan amqp.Delivery, s *Store) {
	for d := range deliveries {
		s.silent(ctx, d.Body)
		_ = d.Ack(false)
	}
}

// A handler is told by a router of the project's own.
type handler func(ctx context.Context, body []byte) error

// Careless acknowledges all.
func Careless(ctx context.Context, deliveries <-chan amqp.Delivery, h handler) {
	for d := range deliveries {
		if err := h(ctx, d.Body); err != nil {
			log.Print(err)
		}
		_ = d.Ack(false)
	}
}

// Careful hands back.
func Careful(ctx context.Context, deliveries <-chan amqp.Delivery, h handler) {
	for d := range deliveries {
		if err := h(ctx, d.Body); err != nil {
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
}

func (s *Store) byCareless(ctx context.Context, body []byte) error {
	return s.Hire(ctx, body) // want `consumer Store.byCareless writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message`
}

func (s *Store) byCareful(ctx context.Context, body []byte) error { return s.Hire(ctx, body) }

// Run starts both.
func Run(ctx context.Context, deliveries <-chan amqp.Delivery, s *Store) {
	go Careless(ctx, deliveries, s.byCareless)
	go Careful(ctx, deliveries, s.byCareful)
}

// Joined is one error of several cases, which is only noted.
func Joined(ctx context.Context, deliveries <-chan amqp.Delivery, s *Store) {
	for d := range deliveries {
		var err error
		switch d.RoutingKey {
		case "companies":
			err = s.AddCompany(d)
		case "employees":
			err = s.Hire(ctx, d.Body) // want `but acknowledges the message where it is missing`
		}
		if err != nil {
			log.Print(err)
		}
		_ = d.Ack(false)
	}
}
