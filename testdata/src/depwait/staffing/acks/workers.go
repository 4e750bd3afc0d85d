package acks

import (
	"context"
	"encoding/json"
	"log"
	"sync"

	"github.com/IBM/sarama"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
)

// A pool reads ahead: the messages are committed before its workers handle them.
type pool struct {
	store *Store
	jobs  chan kafka.Message
}

func (p *pool) read(ctx context.Context, r *kafka.Reader) error {
	for {
		msg, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		select {
		case p.jobs <- msg:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (p *pool) work(ctx context.Context) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				select {
				case <-ctx.Done():
					return
				case msg := <-p.jobs:
					if err := p.handle(ctx, msg); err != nil {
						log.Print(err)
					}
				}
			}
		}()
	}
	wg.Wait()
}

func typed[T any](ctx context.Context, msg kafka.Message, next func(context.Context, T) error) error {
	var v T
	if err := json.Unmarshal(msg.Value, &v); err != nil {
		return err
	}
	return next(ctx, v)
}

func (p *pool) handle(ctx context.Context, msg kafka.Message) error {
	switch msg.Topic {
	case "hired":
		return typed(ctx, msg, p.hired)
	}
	return nil
}

func (p *pool) hired(ctx context.Context, e hired) error {
	ok, err := p.store.hasCompany(ctx, e.Company)
	if err != nil {
		return err
	}
	if !ok {
		return errMissing
	}
	return p.store.insert(ctx, e) // want `consumer pool.hired of acks.hired writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
}

// A desk takes what was not committed yet, and commits what its workers have done.
type desk struct {
	store *Store
	jobs  chan kafka.Message
}

func (p *desk) read(ctx context.Context, r *kafka.Reader) error {
	for {
		msg, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		p.jobs <- msg
	}
}

func (p *desk) work(ctx context.Context, r *kafka.Reader) error {
	for msg := range p.jobs {
		if err := p.store.Hire(ctx, msg.Value); err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, msg); err != nil {
			return err
		}
	}
	return nil
}

// A handing claim marks what it has handed over, which its worker may fail at.
type handing struct {
	store *Store
	jobs  chan *sarama.ConsumerMessage
}

func (handing) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (handing) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (h handing) ConsumeClaim(sess sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for msg := range claim.Messages() {
		h.jobs <- msg
		sess.MarkMessage(msg, "")
	}
	return nil
}

func (h handing) work(ctx context.Context) {
	for msg := range h.jobs {
		if err := h.store.Hire(ctx, msg.Value); err != nil { // want `but acknowledges the message where it is missing`
			log.Print(err)
		}
	}
}

// Spread hands deliveries over to workers, which acknowledge what they have done.
func Spread(ctx context.Context, deliveries <-chan amqp.Delivery, s *Store) {
	jobs := make(chan amqp.Delivery)
	go spreadOut(ctx, jobs, s)
	for d := range deliveries {
		jobs <- d
	}
}

func spreadOut(ctx context.Context, jobs <-chan amqp.Delivery, s *Store) {
	for d := range jobs {
		if err := s.Hire(ctx, d.Body); err != nil {
			log.Print(err)
			continue
		}
		_ = d.Ack(false)
	}
}

// Hasty acknowledges, and hands over then.
func Hasty(ctx context.Context, deliveries <-chan amqp.Delivery, s *Store) {
	jobs := make(chan amqp.Delivery)
	go handedOut(ctx, jobs, s)
	for d := range deliveries {
		_ = d.Ack(false)
		jobs <- d
	}
}

func handedOut(ctx context.Context, jobs <-chan amqp.Delivery, s *Store) {
	for d := range jobs {
		if err := s.Hire(ctx, d.Body); err != nil { // want `but acknowledges the message where it is missing`
			log.Print(err)
		}
	}
}

// ReadsBodies hands on no more than what is in a message.
func ReadsBodies(ctx context.Context, r *kafka.Reader, s *Store) error {
	for {
		msg, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if err := s.dispatch(ctx, msg.Value); err != nil {
			log.Print(err)
		}
	}
}

func (s *Store) dispatch(ctx context.Context, body []byte) error {
	var head struct{ Kind string }
	if err := json.Unmarshal(body, &head); err != nil {
		return err
	}
	switch head.Kind {
	case "hired":
		return with(ctx, body, s.body)
	}
	return nil
}

func with[T any](ctx context.Context, body []byte, next func(context.Context, T) error) error {
	var v T
	if err := json.Unmarshal(body, &v); err != nil {
		return err
	}
	return next(ctx, v)
}

func (s *Store) body(ctx context.Context, e hired) error {
	ok, err := s.hasCompany(ctx, e.Company)
	if err != nil {
		return err
	}
	if !ok {
		return errMissing
	}
	return s.insert(ctx, e) // want `but acknowledges the message where it is missing`
}
