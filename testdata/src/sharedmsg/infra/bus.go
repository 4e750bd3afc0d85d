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
