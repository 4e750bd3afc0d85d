// Package bus is a broker of the project's own, known by the config.
package bus

import "context"

// A Handler is given each message.
type Handler func(ctx context.Context, data []byte) error

// Subscribe has messages of a topic handled.
func Subscribe(topic string, h Handler) {}

// A Consumer gets messages that are decoded.
type Consumer[T any] interface {
	HandleLogic(ctx context.Context, msg T) error
}

// An Observer is told what happens inside the process.
type Observer interface {
	Notify(ctx context.Context, event any) error
}
