// Package line hands decoded messages to their handlers.
package line

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

// Sink takes what a message holds.
type Sink[T any] interface {
	Take(ctx context.Context, v T) error
}

// Typed is a handler of raw messages.
type Typed[T any] struct{ sink Sink[T] }

// NewTyped decodes for a sink.
func NewTyped[T any](s Sink[T]) *Typed[T] { return &Typed[T]{s} }

// Handle handles a message.
func (t *Typed[T]) Handle(msg *message.Message) error {
	var v T
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	return t.sink.Take(msg.Context(), v)
}

// Text subscribes.
func Text(topic string, fn func(ctx context.Context, body []byte) error) {
	subscriptions[topic] = fn
}

var subscriptions = map[string]func(ctx context.Context, body []byte) error{}

// Received handles a message.
func Received(msg *message.Message) error {
	return subscriptions[msg.Metadata.Get("topic")](msg.Context(), msg.Payload)
}
