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
