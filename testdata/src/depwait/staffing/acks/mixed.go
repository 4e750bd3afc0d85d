package acks

import (
	"context"
	"log"

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
	for d := range rehires {
		if err := s.Hire(context.Background(), d.Body); err != nil { // want `writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message where it is missing`
			log.Print(err)
		}
	}
	return nil
}
