// Package kit runs handlers of messages.
package kit

import (
	"context"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
)

// A Handler handles what a message holds.
type Handler func(ctx context.Context, data []byte) error

// Run has what failed delivered again.
func Run(ctx context.Context, sub message.Subscriber, topic string, h Handler) error {
	messages, err := sub.Subscribe(ctx, topic)
	if err != nil {
		return err
	}
	handle := func(msg *message.Message) {
		if err := h(msg.Context(), msg.Payload); err != nil {
			log.Print(err)
			msg.Nack()
			return
		}
		msg.Ack()
	}
	go func() {
		for msg := range messages {
			handle(msg)
		}
	}()
	return nil
}
