// Package core has consumers whose interfaces are wired elsewhere.
package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/syncecho/msgs"
)

// A Customer is a copy.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
}

// Decorated has two implementations, of which one raises events.
type Decorated interface {
	Put(ctx context.Context, c Customer) error
}

// Loud has one, which does.
type Loud interface {
	Store(ctx context.Context, c Customer) error
}

// Silent has one, which does not.
type Silent interface {
	Write(ctx context.Context, c Customer) error
}

// Producer tells of customers and of users.
type Producer interface {
	CustomerChanged(ctx context.Context, c Customer) error
	UserChanged(ctx context.Context, e *msgs.UserChanged) error
}

// Bus goes by types, Sender by topics.
type Bus interface {
	Publish(ctx context.Context, event any) error
}

// Sender is told where.
type Sender interface {
	Send(ctx context.Context, topic string, event any) error
}

// Outbox keeps what is to be sent.
type Outbox interface {
	Add(ctx context.Context, topic string, event any) error
}

// Handlers are the consumers.
type Handlers struct {
	Decorated Decorated
	Loud      Loud
	Silent    Silent
	Producer  Producer
	Bus       Bus
	Sender    Sender
	Outbox    Outbox
	Topic     string
}

func decode(m *message.Message) (*msgs.UserChanged, Customer, error) {
	e := new(msgs.UserChanged)
	err := json.Unmarshal(m.Payload, e)
	return e, Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}, err
}

func (h *Handlers) loud(m *message.Message) error {
	_, c, err := decode(m)
	if err != nil {
		return err
	}
	return h.Loud.Store(m.Context(), c) // want `consumer Handlers.loud writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
}

func (h *Handlers) producer(m *message.Message) error {
	_, c, err := decode(m)
	if err != nil {
		return err
	}
	if err := h.Silent.Write(m.Context(), c); err != nil {
		return err
	}
	return h.Producer.CustomerChanged(m.Context(), c) // want `consumer Handlers.producer writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
}

func (h *Handlers) sameByType(m *message.Message) error {
	e, c, err := decode(m)
	if err != nil {
		return err
	}
	if err := h.Silent.Write(m.Context(), c); err != nil {
		return err
	}
	return h.Bus.Publish(m.Context(), e) // want `consumer Handlers.sameByType writes customers, the copy of accounts.users, and raises msgs.UserChanged`
}

func (h *Handlers) boxed(m *message.Message) error {
	e, c, err := decode(m)
	if err != nil {
		return err
	}
	if err := h.Silent.Write(m.Context(), c); err != nil {
		return err
	}
	return h.Outbox.Add(m.Context(), "customers", msgs.CustomerChanged{ID: e.ID, Name: e.Name}) // want `consumer Handlers.boxed writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
}

// Near misses.

// decorated may be wired without what raises events.
func (h *Handlers) decorated(m *message.Message) error {
	_, c, err := decode(m)
	if err != nil {
		return err
	}
	return h.Decorated.Put(m.Context(), c)
}

func (h *Handlers) silent(m *message.Message) error {
	_, c, err := decode(m)
	if err != nil {
		return err
	}
	return h.Silent.Write(m.Context(), c)
}

// elsewhere hands the message on, to a topic that the config tells.
func (h *Handlers) elsewhere(m *message.Message) error {
	e, c, err := decode(m)
	if err != nil {
		return err
	}
	if err := h.Silent.Write(m.Context(), c); err != nil {
		return err
	}
	return h.Sender.Send(m.Context(), h.Topic, e)
}
