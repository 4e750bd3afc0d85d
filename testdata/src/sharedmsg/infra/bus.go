// Package infra is shared, and no place for messages.
package infra

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

type Bus struct{ Pub message.Publisher }

// Publish encodes whatever it is given.
func (b *Bus) Publish(ctx context.Context, topic string, payload any) error {
	data, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	return b.Pub.Publish(topic, message.NewMessage("id", data))
}

type Audit struct{ Who, What, When, Where, Why string }

// Decode makes of the data what it is told to.
func Decode[T any](data []byte) (v T, err error) {
	err = json.Unmarshal(data, &v)
	return v, err
}

// Unmarshal likewise, of a message.
func Unmarshal[T any](m *message.Message) (*T, error) {
	v := new(T)
	return v, json.Unmarshal(m.Payload, v)
}

// A Publisher is what services publish by.
type Publisher interface {
	Publish(ctx context.Context, topic string, payload any) error
}

var _ Publisher = (*Bus)(nil)

// An Announcer tells others, or this very process.
type Announcer interface {
	Announce(ctx context.Context, topic string, payload any) error
}

// Announce publishes.
func (b *Bus) Announce(ctx context.Context, topic string, payload any) error {
	return b.Publish(ctx, topic, payload)
}

// Local hands it to this process.
type Local struct{ Handlers []func(any) }

// Announce calls the handlers.
func (l *Local) Announce(_ context.Context, _ string, payload any) error {
	for _, h := range l.Handlers {
		h(payload)
	}
	return nil
}

var (
	_ Announcer = (*Bus)(nil)
	_ Announcer = (*Local)(nil)
)
