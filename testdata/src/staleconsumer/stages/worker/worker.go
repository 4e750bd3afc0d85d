// Package worker writes what comes out of channels.
package worker

import (
	"context"
	"database/sql"

	"example.com/fixtures/staleconsumer/msgs"
)

// A Bus keeps a channel for each kind of message.
type Bus struct {
	names    chan *msgs.NameChanged
	requests chan *msgs.NameChanged
	versions chan *msgs.CustomerChanged
	stopped  chan struct{}
}

// NewBus makes a bus.
func NewBus() *Bus {
	return &Bus{names: make(chan *msgs.NameChanged), requests: make(chan *msgs.NameChanged), versions: make(chan *msgs.CustomerChanged), stopped: make(chan struct{})}
}

// PublishName is for the adapters of brokers.
func (b *Bus) PublishName(e *msgs.NameChanged) {
	select {
	case b.names <- e:
	case <-b.stopped:
	}
}

// PublishVersion is, too.
func (b *Bus) PublishVersion(e *msgs.CustomerChanged) { b.versions <- e }

// Request is for what a user asks.
func (b *Bus) Request(e *msgs.NameChanged) { b.requests <- e }

// Names are the names that changed.
func (b *Bus) Names() <-chan *msgs.NameChanged { return b.names }

// Requests are what users ask for.
func (b *Bus) Requests() <-chan *msgs.NameChanged { return b.requests }

// A Writer writes names.
type Writer struct {
	DB *sql.DB
}

// Start takes the names out of whatever channel it is given.
func (w *Writer) Start(ctx context.Context, in <-chan *msgs.NameChanged) {
	for e := range in {
		w.rename(ctx, e)
	}
}

func (w *Writer) rename(ctx context.Context, e *msgs.NameChanged) {
	_, _ = w.DB.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
}

// Ask does the same with what users ask for.
func (w *Writer) Ask(ctx context.Context, b *Bus) {
	for e := range b.requests {
		_, _ = w.DB.ExecContext(ctx, "UPDATE customers SET nick = $1 WHERE id = $2", e.Name, e.ID)
	}
}

// Versions heeds the order.
func (w *Writer) Versions(ctx context.Context, b *Bus) {
	for e := range b.versions {
		_, _ = w.DB.ExecContext(ctx, "UPDATE customers SET name = $1, version = $2 WHERE id = $3 AND version < $2", e.Name, e.Version, e.ID)
		_, _ = w.DB.ExecContext(ctx, "UPDATE customers SET email = $1 WHERE id = $2", e.Email, e.ID) // want `consumer Writer.Versions overwrites customers by a message of type msgs.CustomerChanged`
	}
}
