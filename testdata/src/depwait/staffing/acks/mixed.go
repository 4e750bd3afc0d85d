package acks

import (
	"context"
	"encoding/json"
	"errors"
	"log"

	"github.com/jackc/pgx/v5/pgconn"
	amqp "github.com/rabbitmq/amqp091-go"
)

// Serve has two queues, of which one is acknowledged by the broker as it delivers.
func Serve(ch *amqp.Channel, s *Store) error {
	hires, err := ch.Consume("hires", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	rehires, err := ch.Consume("rehires", "", true, false, false, false, nil)
	if err != nil {
		return err
	}
	go func() {
		for d := range hires {
			if err := s.Hire(context.Background(), d.Body); err != nil {
				log.Print(err)
				d.Nack(false, true)
				continue
			}
			d.Ack(false)
		}
	}()
	go func() {
		for d := range rehires {
			if err := s.Hire(context.Background(), d.Body); err != nil { // want `writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
				log.Print(err)
			}
		}
	}()
	return nil
}

// ServeBoth tells the failure of a key for one queue, and not for the other.
func ServeBoth(ch *amqp.Channel, s *Store) error {
	hires, err := ch.Consume("hires", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	go func() {
		for d := range hires {
			var e hired
			if err := json.Unmarshal(d.Body, &e); err != nil {
				continue
			}
			if err := s.insert(context.Background(), e); err != nil {
				var failed *pgconn.PgError
				d.Nack(false, errors.As(err, &failed) && failed.Code == "23503")
				continue
			}
			d.Ack(false)
		}
	}()
	transfers, err := ch.Consume("transfers", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range transfers {
		var e hired
		if err := json.Unmarshal(d.Body, &e); err != nil {
			continue
		}
		if err := s.insert(context.Background(), e); err != nil { // want `writes employees, whose company_id refers to companies, which other messages fill, without making sure`
			log.Print(err)
		}
		d.Ack(false)
	}
	return nil
}
