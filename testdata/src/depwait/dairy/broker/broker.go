// Package broker subscribes for others.
package broker

import (
	"context"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Deliveries are what comes of a queue; with autoAck, each is done as it is delivered.
func Deliveries(ch *amqp.Channel, queue string, autoAck bool) (<-chan amqp.Delivery, error) {
	return ch.Consume(queue, "", autoAck, false, false, false, nil)
}

// Consume has what comes of a queue handled.
func Consume(ctx context.Context, ch *amqp.Channel, queue string, done bool, handle func(context.Context, []byte) error) {
	deliveries, err := Deliveries(ch, queue, done)
	if err != nil {
		log.Fatal(err)
	}
	for d := range deliveries {
		if err := handle(ctx, d.Body); err != nil {
			log.Print(err)
			continue
		}
		if !done {
			_ = d.Ack(false)
		}
	}
}
