// Package ways makes sure of companies in the many ways in which that is done, and
// loses messages in as many.
package ways

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/IBM/sarama"
	"github.com/jackc/pgx/v5/pgconn"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/redis/go-redis/v9"
	"github.com/twmb/franz-go/pkg/kgo"
	"golang.org/x/sync/errgroup"
	"gorm.io/gorm"
)

type hired struct{ ID, Name, Company string }

var (
	errEarly    = errors.New("too early")
	errNotFound = errors.New("not found")
)

// A Store keeps employees.
type Store struct {
	db   *sql.DB
	orm  *gorm.DB
	errs chan error
}

// Company is a row of the table.
type Company struct{ ID, Name string }

// TableName is where it is kept.
func (Company) TableName() string { return "companies" }

// Company keeps a company.
func (s *Store) Company(m *sarama.ConsumerMessage) error {
	_, err := s.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, string(m.Key), string(m.Value))
	return err
}

func decode(b []byte) (e hired, err error) {
	err = json.Unmarshal(b, &e)
	return e, err
}

func (s *Store) insert(e hired) error {
	_, err := s.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

func (s *Store) find(ctx context.Context, id string) (*Company, error) {
	var c Company
	err := s.db.QueryRowContext(ctx, `SELECT id, name FROM companies WHERE id = $1`, id).Scan(&c.ID, &c.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// lookUp gives no company and no error where there is none.
func (s *Store) lookUp(ctx context.Context, id string) (*Company, error) {
	c, err := s.find(ctx, id)
	if errors.Is(err, errNotFound) {
		return nil, nil
	}
	return c, err
}

// Exists asks the database whether it exists.
func (s *Store) Exists(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	var ok bool
	if err := s.db.QueryRow(`SELECT EXISTS (SELECT 1 FROM companies WHERE id = $1)`, e.Company).Scan(&ok); err != nil {
		return err
	}
	if !ok {
		return errEarly
	}
	return s.insert(e)
}

// Selects inserts from the company's row.
func (s *Store) Selects(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	res, err := s.db.Exec(`INSERT INTO employees (id, name, company_id) SELECT $1, $2, c.id FROM companies c WHERE c.id = $3`, e.ID, e.Name, e.Company)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return errEarly
	}
	return nil
}

// Tells tells the failure of the key apart.
func (s *Store) Tells(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	err = s.insert(e)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "23503" {
		return fmt.Errorf("%s: %w", e.Company, errEarly)
	}
	return err
}

// Stubs writes a company in advance.
func (s *Store) Stubs(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	if _, err := s.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, '') ON CONFLICT DO NOTHING`, e.Company); err != nil {
		return err
	}
	return s.insert(e)
}

// Firsts reads it by a library.
func (s *Store) Firsts(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	if err := s.orm.First(&Company{}, "id = ?", e.Company).Error; err != nil {
		return err
	}
	return s.insert(e)
}

// Ticks looks every second, until a deadline.
func (s *Store) Ticks(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		c, err := s.lookUp(ctx, e.Company)
		if err != nil {
			return err
		}
		if c != nil {
			return s.insert(e)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Nils is told by none that there is none.
func (s *Store) Nils(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	c, err := s.lookUp(context.Background(), e.Company)
	if err != nil {
		return err
	}
	if c == nil {
		return errEarly
	}
	return s.insert(e)
}

// Groups looks in a goroutine, for which it waits.
func (s *Store) Groups(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(context.Background())
	g.Go(func() error {
		_, err := s.find(ctx, e.Company)
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	return s.insert(e)
}

// GroupsIgnored does not look at what came of it.
func (s *Store) GroupsIgnored(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(context.Background())
	g.Go(func() error {
		_, err := s.find(ctx, e.Company)
		return err
	})
	_ = g.Wait()
	return s.insert(e) // want `consumer Store.GroupsIgnored of ways.hired writes employees, whose company_id refers to companies, which other messages fill, and drops the result of looking for it`
}

// NilsIgnored does not look whether there is one.
func (s *Store) NilsIgnored(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	c, err := s.lookUp(context.Background(), e.Company)
	if err != nil {
		return err
	}
	if c == nil {
		log.Print("no company ", e.Company)
	}
	return s.insert(e) // want `and drops the result of looking for it`
}

// Passes answers success where there is none.
func (s *Store) Passes(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	if _, err := s.find(context.Background(), e.Company); err != nil {
		if errors.Is(err, errNotFound) {
			log.Print(err)
			return nil
		}
		return err
	}
	return s.insert(e) // want `but answers success where it is missing`
}

// TimesOut goes on when it has waited long enough.
func (s *Store) TimesOut(m *sarama.ConsumerMessage) error {
	e, err := decode(m.Value)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
wait:
	for {
		if c, err := s.lookUp(ctx, e.Company); err == nil && c != nil {
			break
		}
		select {
		case <-ctx.Done():
			break wait
		case <-time.After(time.Second):
		}
	}
	return s.insert(e) // want `and drops the result of looking for it`
}

// Errs sends its failure to somebody who notes it, and acknowledges.
func (s *Store) Errs(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) {
	for m := range claim.Messages() {
		if err := s.told(m.Value); err != nil {
			s.errs <- err
		}
		sess.MarkMessage(m, "")
	}
}

func (s *Store) told(body []byte) error {
	e, err := decode(body)
	if err != nil {
		return err
	}
	if _, err := s.find(context.Background(), e.Company); err != nil {
		return err
	}
	return s.insert(e) // want `but acknowledges the message where it is missing`
}

// Each has each message handled by itself, and marks it at once.
func (s *Store) Each(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) {
	for m := range claim.Messages() {
		go s.each(m)
		sess.MarkMessage(m, "")
	}
}

func (s *Store) each(m *sarama.ConsumerMessage) {
	e, err := decode(m.Value)
	if err != nil {
		return
	}
	if _, err := s.find(context.Background(), e.Company); err != nil {
		log.Print(err)
		return
	}
	if err := s.insert(e); err != nil { // want `but acknowledges the message where it is missing`
		log.Print(err)
	}
}

// Later answers success, and handles the message afterwards.
func (s *Store) Later(d amqp.Delivery) error {
	e, err := decode(d.Body)
	if err != nil {
		return err
	}
	go func() {
		if _, err := s.find(context.Background(), e.Company); err != nil {
			log.Print(err)
			return
		}
		if err := s.insert(e); err != nil { // want `consumer Store.Later of ways.hired writes employees`
			log.Print(err)
		}
	}()
	return nil
}

// Polls has its records committed by the client, whatever came of them.
func (s *Store) Polls(ctx context.Context) error {
	cl, err := kgo.NewClient(kgo.ConsumerGroup("ways"), kgo.ConsumeTopics("hired"))
	if err != nil {
		return err
	}
	for {
		fetches := cl.PollFetches(ctx)
		if fetches.IsClientClosed() {
			return nil
		}
		fetches.EachRecord(func(r *kgo.Record) {
			e, err := decode(r.Value)
			if err != nil {
				return
			}
			if _, err := s.find(ctx, e.Company); err != nil {
				log.Print(err)
				return
			}
			if err := s.insert(e); err != nil { // want `but acknowledges the message where it is missing`
				log.Print(err)
			}
		})
	}
}

// Streams acknowledges each entry of a stream.
func (s *Store) Streams(ctx context.Context, rdb *redis.Client) error {
	for {
		res, err := rdb.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "ways", Consumer: "1", Streams: []string{"hired", ">"}}).Result()
		if err != nil {
			return err
		}
		for _, stream := range res {
			for _, m := range stream.Messages {
				if err := s.entry(ctx, m); err != nil {
					log.Print(err)
				}
				rdb.XAck(ctx, "hired", "ways", m.ID)
			}
		}
	}
}

func (s *Store) entry(ctx context.Context, m redis.XMessage) error {
	e, err := decode([]byte(m.Values["body"].(string)))
	if err != nil {
		return err
	}
	if _, err := s.find(ctx, e.Company); err != nil {
		return err
	}
	return s.insert(e) // want `but acknowledges the message where it is missing`
}
