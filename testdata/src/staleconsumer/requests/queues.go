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

// sendTo answers to a queue, and says in the answer which that was.
func sendTo(ctx context.Context, ch *amqp.Channel, v any, replyTo, correlation string) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return ch.PublishWithContext(ctx, "", replyTo, false, false, amqp.Publishing{CorrelationId: correlation, ReplyTo: replyTo, Body: body})
}

// settled is answered by that.
func settled(ctx context.Context, s *store, ch *amqp.Channel, d amqp.Delivery) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	n, err := s.save(ctx, &e)
	if err != nil {
		return err
	}
	return sendTo(ctx, ch, n, d.ReplyTo, d.CorrelationId)
}

// noted is told of by a constant.
func noted(ctx context.Context, s *store, ch *amqp.Channel, d amqp.Delivery) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	if _, err := s.save(ctx, &e); err != nil { // want `consumer noted overwrites customers by a message`
		return err
	}
	return sendTo(ctx, ch, "noted", d.ReplyTo, d.CorrelationId)
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
