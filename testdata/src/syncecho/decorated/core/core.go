// Package core has consumers whose repositories are wired elsewhere, and decorated there.
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

// Customers are only wired with what tells of them.
type Customers interface {
	Save(ctx context.Context, c Customer) error
}

// Members are, too, by a function that decorates.
type Members interface {
	Join(ctx context.Context, c Customer) error
}

// Guests are told of where that is wanted.
type Guests interface {
	Admit(ctx context.Context, c Customer) error
}

// Handlers are the consumers.
type Handlers struct {
	customers Customers
	members   Members
	guests    Guests
}

// NewHandlers is given its repositories by what wires the program.
func NewHandlers(c Customers, m Members, g Guests) *Handlers {
	return &Handlers{customers: c, members: m, guests: g}
}

func customer(m *message.Message) (Customer, error) {
	e := new(msgs.UserChanged)
	err := json.Unmarshal(m.Payload, e)
	return Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}, err
}

// Save writes by what is always decorated.
func (h *Handlers) Save(m *message.Message) error {
	c, err := customer(m)
	if err != nil {
		return err
	}
	return h.customers.Save(m.Context(), c) // want `consumer Handlers.Save writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
}

// Join does so, too.
func (h *Handlers) Join(m *message.Message) error {
	c, err := customer(m)
	if err != nil {
		return err
	}
	return h.members.Join(m.Context(), c) // want `consumer Handlers.Join writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
}

// Near miss: the program may be wired without what tells.

// Admit may be as quiet as it is wired.
func (h *Handlers) Admit(m *message.Message) error {
	c, err := customer(m)
	if err != nil {
		return err
	}
	return h.guests.Admit(m.Context(), c)
}
