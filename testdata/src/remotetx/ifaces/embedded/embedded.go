// Package embedded has interfaces made of others, and structs that get their
// methods from what they embed.
package embedded

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

// Sender sends.
type Sender interface{ Send(context.Context) error }

// Closer does not.
type Closer interface{ Shut(context.Context) error }

// SendCloser is both.
type SendCloser interface {
	Sender
	Closer
}

type client struct{}

func (*client) Send(ctx context.Context) error { return remote.Call(ctx, "send") }

func (*client) Shut(ctx context.Context) error { return remote.Local(ctx, "shut") }

func both(ctx context.Context, tx *sql.Tx, sc SendCloser) error {
	if err := sc.Shut(ctx); err != nil {
		return err
	}
	return sc.Send(ctx) // want "embedded.Sender.Send leaves|embedded.SendCloser.Send leaves"
}

func newBoth() SendCloser { return &client{} }

// narrow is handed what is wider.
func narrow(ctx context.Context, tx *sql.Tx, s Sender) error {
	return s.Send(ctx) // want "embedded.Sender.Send leaves"
}

func hands(ctx context.Context, tx *sql.Tx) error { return narrow(ctx, tx, newBoth()) }

// account gets Send from what it embeds.
type account struct {
	*client
	id string
}

func promoted(ctx context.Context, tx *sql.Tx, a account) error {
	if err := a.Shut(ctx); err != nil {
		return err
	}
	return a.Send(ctx) // want "Send leaves"
}

// wrapper gets it from an embedded interface.
type wrapper struct{ Sender }

func promotedInterface(ctx context.Context, tx *sql.Tx, w wrapper) error {
	return w.Send(ctx) // want "Send leaves"
}

// quiet overrides it.
type quiet struct{ *client }

func (quiet) Send(ctx context.Context) error { return nil }

func overridden(ctx context.Context, tx *sql.Tx, q quiet) error { return q.Send(ctx) }
