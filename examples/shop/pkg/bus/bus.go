// Package bus publishes and consumes JSON messages over AMQP.
package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill-amqp/v3/pkg/amqp"
	"github.com/ThreeDotsLabs/watermill/message"
)

// Bus is one connection to the broker.
type Bus struct {
	publisher  message.Publisher
	subscriber message.Subscriber
	router     *message.Router
}

// Connect connects to the broker. Queues are named after the service, so that each service gets every message.
func Connect(url, service string) (*Bus, error) {
	logger := watermill.NewSlogLogger(slog.Default())
	config := amqp.NewDurablePubSubConfig(url, amqp.GenerateQueueNameTopicNameWithSuffix(service))

	publisher, err := amqp.NewPublisher(config, logger)
	if err != nil {
		return nil, fmt.Errorf("publisher: %w", err)
	}
	subscriber, err := amqp.NewSubscriber(config, logger)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("subscriber: %w", err), publisher.Close())
	}
	router, err := message.NewRouter(message.RouterConfig{}, logger)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("router: %w", err), publisher.Close(), subscriber.Close())
	}
	return &Bus{publisher: publisher, subscriber: subscriber, router: router}, nil
}

// Publish sends payload as JSON.
func (b *Bus) Publish(ctx context.Context, topic string, payload any) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("encode %T: %w", payload, err)
	}
	return b.PublishRaw(ctx, topic, watermill.NewUUID(), body)
}

// PublishRaw sends a message that is encoded already.
func (b *Bus) PublishRaw(ctx context.Context, topic, id string, body []byte) error {
	msg := message.NewMessage(id, body)
	msg.SetContext(ctx)
	if err := b.publisher.Publish(topic, msg); err != nil {
		return fmt.Errorf("publish to %s: %w", topic, err)
	}
	return nil
}

// Handle calls fn for each message of the topic. When fn fails the message is delivered again.
func Handle[T any](b *Bus, topic string, fn func(ctx context.Context, msg T) error) {
	b.router.AddConsumerHandler(topic, topic, b.subscriber, func(m *message.Message) error {
		var payload T
		if err := json.Unmarshal(m.Payload, &payload); err != nil {
			return fmt.Errorf("decode %T: %w", payload, err)
		}
		return fn(m.Context(), payload)
	})
}

// Run handles messages until ctx is done.
func (b *Bus) Run(ctx context.Context) error { return b.router.Run(ctx) }

// Close closes the connection.
func (b *Bus) Close() error {
	return errors.Join(b.router.Close(), b.subscriber.Close(), b.publisher.Close())
}
