package requests

import (
	"context"
	"encoding/json"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/staleconsumer/msgs"
)

// calls answers each delivery by the queue that it names.
func calls(ctx context.Context, s *store, ch *amqp.Channel) error {
	deliveries, err := ch.Consume("rpc", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range deliveries {
		_ = s.rename(ctx, d.Body)
		row, _ := s.find(ctx, d.Body)
		body, _ := json.Marshal(row)
		_ = ch.PublishWithContext(ctx, "", d.ReplyTo, false, false, amqp.Publishing{CorrelationId: d.CorrelationId, Body: body})
		_ = d.Ack(false)
	}
	return nil
}

// A bus publishes by a method of the project's own.
type bus interface {
	Publish(exchange, key string, v any) error
}

// answered is a handler that answers by that.
func answered(s *store, b bus) func(d amqp.Delivery) bool {
	return func(d amqp.Delivery) bool {
		var e msgs.CustomerChanged
		if json.Unmarshal(d.Body, &e) != nil {
			return false
		}
		n, err := s.save(context.Background(), &e)
		if err != nil {
			return false
		}
		return b.Publish("", d.ReplyTo, n) == nil
	}
}

// confirms tells by the queue that the delivery has come.
func confirms(ctx context.Context, s *store, ch *amqp.Channel) error {
	deliveries, err := ch.Consume("rpc", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range deliveries {
		_ = s.rename(ctx, d.Body) // want `consumer confirms overwrites customers by a message`
		_ = ch.PublishWithContext(ctx, "", d.ReplyTo, false, false, amqp.Publishing{CorrelationId: d.CorrelationId, Body: []byte("done")})
		_ = d.Ack(false)
	}
	return nil
}

// passesOn publishes what has come of it.
func passesOn(ctx context.Context, s *store, ch *amqp.Channel) error {
	deliveries, err := ch.Consume("customers", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range deliveries {
		_ = s.rename(ctx, d.Body) // want `consumer passesOn overwrites customers by a message`
		row, _ := s.find(ctx, d.Body)
		body, _ := json.Marshal(row)
		_ = ch.PublishWithContext(ctx, "customers", "renamed", false, false, amqp.Publishing{CorrelationId: d.CorrelationId, Body: body})
		_ = d.Ack(false)
	}
	return nil
}
