// Package events publishes, unless it is told not to.
package events

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

// A Bus publishes what it is given.
type Bus struct{ Publisher message.Publisher }

// Publish encodes an event and sends it.
func (b *Bus) Publish(ctx context.Context, topic string, event any) error {
	data, err := json.Marshal(event)
	if err != nil {
		return err
	}
	return b.Publisher.Publish(topic, message.NewMessage("", data))
}

// Raw sends a message as it is.
func (b *Bus) Raw(topic string, m *message.Message) error { return b.Publisher.Publish(topic, m) }

type key struct{}

// Without has saves raise nothing.
func Without(ctx context.Context) context.Context { return context.WithValue(ctx, key{}, true) }

// Suppressed reports whether saves are to raise nothing.
func Suppressed(ctx context.Context) bool {
	off, _ := ctx.Value(key{}).(bool)
	return off
}

// Tell publishes, unless the context has it keep quiet.
func (b *Bus) Tell(ctx context.Context, topic string, event any) error {
	if off, _ := ctx.Value(key{}).(bool); off {
		return nil
	}
	data, err := json.Marshal(event)
	if err != nil {
		return err
	}
	return b.Publisher.Publish(topic, message.NewMessage("", data))
}

// A Teller publishes. The configuration names it as one that does.
type Teller interface {
	Tell(ctx context.Context, topic string, event any) error
}

// NewTeller gives one that goes by the context.
func NewTeller(p message.Publisher) Teller { return &Bus{Publisher: p} }
