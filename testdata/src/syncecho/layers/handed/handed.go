// Package handed is handed what it writes to.
package handed

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/syncecho/msgs"
)

// Putter puts.
type Putter interface {
	Put(ctx context.Context, id, name string) error
}

// Table is where they are kept.
type Table struct{ DB *sql.DB }

// Put stores.
func (t *Table) Put(ctx context.Context, id, name string) error {
	_, err := t.DB.ExecContext(ctx, `INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, id, name)
	return err
}

// Teller tells.
type Teller interface {
	Publish(ctx context.Context, topic string, event any) error
}

type announcing struct {
	Putter
	bus Teller
}

// Announcing tells of what p has put.
func Announcing(p Putter, bus Teller) Putter { return &announcing{p, bus} }

func (a *announcing) Put(ctx context.Context, id, name string) error {
	if err := a.Putter.Put(ctx, id, name); err != nil {
		return err
	}
	return a.bus.Publish(ctx, "customers", msgs.CustomerChanged{ID: id, Name: name})
}

// Loud is handed one that announces.
type Loud struct{ to Putter }

// NewLoud returns one.
func NewLoud(to Putter) *Loud { return &Loud{to} }

func (h *Loud) Handle(m *message.Message) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	return h.to.Put(m.Context(), e.ID, e.Name) // want `consumer Loud.Handle writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
}

// Silent is handed one that does not.
type Silent struct{ to Putter }

// NewSilent returns one.
func NewSilent(to Putter) *Silent { return &Silent{to} }

func (h *Silent) Handle(m *message.Message) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	return h.to.Put(m.Context(), e.ID, e.Name)
}

// Either is handed one of both.
type Either struct{ to Putter }

// NewEither returns one.
func NewEither(to Putter) *Either { return &Either{to} }

func (h *Either) Handle(m *message.Message) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	return h.to.Put(m.Context(), e.ID, e.Name)
}
