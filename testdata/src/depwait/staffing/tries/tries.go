// Package tries looks companies up a few times. What counts is what is done once
// nothing was found.
package tries

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/nats-io/nats.go"
	amqp "github.com/rabbitmq/amqp091-go"
)

type hired struct{ ID, Name, Company string }

// A Store keeps employees.
type Store struct{ db *sql.DB }

// Company is what employees refer to.
func (s *Store) Company(msg *nats.Msg) {
	if _, err := s.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.Subject, string(msg.Data)); err != nil {
		log.Print(err)
	}
}

func (s *Store) insert(e hired) error {
	_, err := s.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

// companyThere looks whether the company is there.
func (s *Store) companyThere(id string) bool {
	var n int
	if err := s.db.QueryRow(`SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n); err != nil {
		log.Print(err)
		return false
	}
	return n > 0
}

// companyUnknown looks whether it is not.
func (s *Store) companyUnknown(id string) bool { return !s.companyThere(id) }

// FallsThrough goes on after ten tries, found or not.
func (s *Store) FallsThrough(d amqp.Delivery) {
	var e hired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return
	}
	for range 10 {
		if s.companyThere(e.Company) {
			break
		}
		time.Sleep(time.Second)
	}
	if err := s.insert(e); err != nil { // want `consumer Store.FallsThrough of tries.hired writes employees, whose company_id refers to companies, which other messages fill, and drops the result of looking for it`
		log.Print(err)
	}
	_ = d.Ack(false)
}

// GivesUp hands back after ten tries.
func (s *Store) GivesUp(d amqp.Delivery) {
	var e hired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return
	}
	found := false
	for try := 0; try < 10 && !found; try++ {
		found = s.companyThere(e.Company)
		time.Sleep(time.Second)
	}
	if !found {
		_ = d.Nack(false, true)
		return
	}
	if err := s.insert(e); err != nil {
		log.Print(err)
	}
	_ = d.Ack(false)
}

// Otherwise asks whether it is not there.
func (s *Store) Otherwise(d amqp.Delivery) error {
	var e hired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	if s.companyUnknown(e.Company) {
		return errMissing
	}
	return s.insert(e)
}

var errMissing = errors.New("missing")

// until asks a few times.
func until(ctx context.Context, tries int, there func(context.Context) (bool, error)) error {
	for range tries {
		ok, err := there(ctx)
		if err != nil {
			return err
		}
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return errMissing
}

func (s *Store) has(id string) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		var n int
		err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
		return n > 0, err
	}
}

// Waits with a bound, and writes nothing if that was not enough: no broker would
// deliver the message again, whatever is answered.
func (s *Store) Waits(msg *nats.Msg) {
	var e hired
	if err := json.Unmarshal(msg.Data, &e); err != nil {
		return
	}
	if err := until(context.Background(), 10, s.has(e.Company)); err != nil {
		log.Print(err)
		return
	}
	if err := s.insert(e); err != nil {
		log.Print(err)
	}
}

// Drops what the wait tells.
func (s *Store) Drops(msg *nats.Msg) {
	var e hired
	if err := json.Unmarshal(msg.Data, &e); err != nil {
		return
	}
	_ = until(context.Background(), 10, s.has(e.Company))
	if err := s.insert(e); err != nil { // want `consumer Store.Drops of tries.hired writes employees, whose company_id refers to companies, which other messages fill, and drops the result of looking for it`
		log.Print(err)
	}
}

// Retries waits by a library, and writes nothing if that was not enough.
func (s *Store) Retries(msg *nats.Msg) {
	var e hired
	if err := json.Unmarshal(msg.Data, &e); err != nil {
		return
	}
	err := backoff.Retry(func() error {
		if !s.companyThere(e.Company) {
			return errMissing
		}
		return nil
	}, backoff.WithMaxRetries(backoff.NewExponentialBackOff(), 5))
	if err != nil {
		log.Print(err)
		return
	}
	if err := s.insert(e); err != nil {
		log.Print(err)
	}
}

// Looks once, and loses the message if that was too early.
func (s *Store) Looks(msg *nats.Msg) {
	var e hired
	if err := json.Unmarshal(msg.Data, &e); err != nil {
		return
	}
	if !s.companyThere(e.Company) {
		log.Print("no company")
		return
	}
	if err := s.insert(e); err != nil { // want `but acknowledges the message where it is missing`
		log.Print(err)
	}
}

// Subscribe hands the messages out.
func (s *Store) Subscribe(nc *nats.Conn) error {
	for subject, h := range map[string]nats.MsgHandler{"waits": s.Waits, "drops": s.Drops, "retries": s.Retries, "looks": s.Looks, "companies": s.Company} {
		if _, err := nc.Subscribe(subject, h); err != nil {
			return err
		}
	}
	return nil
}
