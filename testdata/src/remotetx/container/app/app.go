// Package app takes its handlers out of a container, by key.
package app

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/container/bus"
	"example.com/fixtures/remotetx/container/di"
)

// The keys of the container.
const (
	EventsKey   = "events"
	CommandsKey = "commands"
	UnknownKey  = "of another program"
)

type eventHandlers struct{}

func (eventHandlers) HandleEvent(ctx context.Context, id string) error { return remote.Local(ctx, id) }

type commandHandlers struct{}

func (commandHandlers) HandleCommand(ctx context.Context, id string) error {
	return remote.Call(ctx, id)
}

// NewEvents makes the handler of events.
func NewEvents() bus.Handler { return bus.Events(eventHandlers{}) }

// NewCommands makes the handler of commands.
func NewCommands() bus.Handler { return bus.Commands(commandHandlers{}) }

// Events stay inside.
func Events(ctx context.Context, c *di.Container, tx *sql.Tx) error {
	return c.Get(EventsKey).(bus.Handler).Handle(ctx, "1")
}

// Commands do not.
func Commands(ctx context.Context, c *di.Container, tx *sql.Tx) error {
	return c.Get(CommandsKey).(bus.Handler).Handle(ctx, "1") // want "bus.Handler.Handle leaves"
}

// Unknown is registered by nobody here: it may be either.
func Unknown(ctx context.Context, c *di.Container, tx *sql.Tx) error {
	h, ok := c.Get(UnknownKey).(bus.Handler)
	if !ok {
		return nil
	}
	return h.Handle(ctx, "1") // want "bus.Handler.Handle leaves"
}
