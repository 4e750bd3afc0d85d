// Package broker brings messages by a queue.
package broker

import (
	"context"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/staffing/lossy/bus"
)

// A Broker has a channel.
type Broker struct{ ch *amqp.Channel }

// New returns a broker.
func New(ch *amqp.Channel) *Broker { return &Broker{ch} }

// Subscribe hands messages to a handler.
func (b *Broker) Subscribe(ctx context.Context, topic string, h bus.Handler, opts ...bus.Option) error {
	var o bus.Options
	for _, set := range opts {
		set(&o)
	}
	messages, err := b.ch.Consume(topic, "", false, o.Ordered, false, false, nil)
	if err != nil {
		return err
	}
	go b.loop(ctx, messages, h, o)
	return nil
}

func (b *Broker) loop(ctx context.Context, messages <-chan amqp.Delivery, h bus.Handler, o bus.Options) {
	for m := range messages {
		err := h(ctx, bus.Delivery{Body: m.Body})
		switch {
		case err == nil:
			_ = m.Ack(false)
		case o.Once:
			log.Print(err)
			_ = m.Ack(false)
		default:
			_ = m.Nack(false, true)
		}
	}
}
