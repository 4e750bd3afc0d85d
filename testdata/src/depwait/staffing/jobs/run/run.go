// Package run gives messages to handlers, in several ways.
package run

import (
	"context"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
)

// A Handler is given messages.
type Handler func(ctx context.Context, msg *message.Message) error

// Durable hands back what fails.
func Durable(ctx context.Context, sub message.Subscriber, topic string, h Handler) error {
	messages, err := sub.Subscribe(ctx, topic)
	if err != nil {
		return err
	}
	for msg := range messages {
		if err := h(ctx, msg); err != nil {
			msg.Nack()
			continue
		}
		msg.Ack()
	}
	return nil
}

// Once gives up at the first failure.
func Once(ctx context.Context, sub message.Subscriber, topic string, h Handler) error {
	messages, err := sub.Subscribe(ctx, topic)
	if err != nil {
		return err
	}
	for msg := range messages {
		if err := h(ctx, msg); err != nil {
			log.Print(err)
		}
		msg.Ack()
	}
	return nil
}

// First acknowledges before it hands a message on.
func First(ctx context.Context, sub message.Subscriber, topic string, h Handler) error {
	messages, err := sub.Subscribe(ctx, topic)
	if err != nil {
		return err
	}
	for msg := range messages {
		msg.Ack()
		if err := h(ctx, msg); err != nil {
			log.Print(err)
		}
	}
	return nil
}
