// Package bus has two kinds of message handlers behind one interface.
package bus

import "context"

// A Handler handles messages.
type Handler interface {
	Handle(ctx context.Context, id string) error
}

// An EventHandler handles events.
type EventHandler interface {
	HandleEvent(ctx context.Context, id string) error
}

// A CommandHandler handles commands.
type CommandHandler interface {
	HandleCommand(ctx context.Context, id string) error
}

type events struct{ handler EventHandler }

func (e events) Handle(ctx context.Context, id string) error { return e.handler.HandleEvent(ctx, id) }

type commands struct{ handler CommandHandler }

func (c commands) Handle(ctx context.Context, id string) error {
	return c.handler.HandleCommand(ctx, id)
}

// Events makes a handler of events.
func Events(h EventHandler) Handler { return decorated(events{h}) }

// Commands makes a handler of commands.
func Commands(h CommandHandler) Handler { return decorated(commands{h}) }

func decorated(h Handler, decorators ...func(Handler) Handler) Handler {
	for _, d := range decorators {
		h = d(h)
	}
	return h
}
