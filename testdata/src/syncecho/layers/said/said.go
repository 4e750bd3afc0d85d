// Package said has rows that say what is told of them.
package said

import (
	"context"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/layers/said/rows"
	"example.com/fixtures/syncecho/msgs"
)

// Customer is a copy.
type Customer struct{ ID, Name string }

// CustomerChanged tells of one.
type CustomerChanged struct{ ID, Name string }

// Topic is where it goes.
func (CustomerChanged) Topic() string { return "customers" }

// Message is what is told.
func (c Customer) Message() rows.Event { return CustomerChanged{ID: c.ID, Name: c.Name} }

// Mood is of the service's own making, and kept in the copy.
type Mood struct{ ID, Mood string }

// TableName is that of the copy.
func (Mood) TableName() string { return "customers" }

// Greeted tells what the service did.
type Greeted struct{ ID string }

// Topic is where it goes.
func (Greeted) Topic() string { return "greetings" }

// Message is what is told.
func (m Mood) Message() rows.Event { return Greeted{ID: m.ID} }

// Saver saves.
type Saver interface {
	Save(ctx context.Context, row *Customer, opts ...rows.Option) error
}

type consumer struct {
	db        *gorm.DB
	bus       *events.Bus
	customers *rows.Repo[Customer]
	moods     *rows.Repo[Mood]
	saver     Saver
}

func decode(m *message.Message) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(m.Payload, e)
}

func (c *consumer) Saves(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.customers.Save(m.Context(), &Customer{ID: e.ID, Name: e.Name}) // want `consumer consumer.Saves writes customers, the copy of accounts.users, and raises said.CustomerChanged about it`
}

func (c *consumer) Puts(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return rows.Put(m.Context(), c.db, c.bus, &Customer{ID: e.ID, Name: e.Name}) // want `raises said.CustomerChanged`
}

func (c *consumer) Behind(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.saver.Save(m.Context(), &Customer{ID: e.ID, Name: e.Name}) // want `raises said.CustomerChanged`
}

// Near misses.

func (c *consumer) Quietly(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.customers.Save(m.Context(), &Customer{ID: e.ID, Name: e.Name}, rows.Quietly())
}

func (c *consumer) Moods(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.moods.Save(m.Context(), &Mood{ID: e.ID, Mood: e.Name})
}

func start(db *gorm.DB, bus *events.Bus) *consumer {
	customers := &rows.Repo[Customer]{DB: db, Bus: bus}
	return &consumer{db: db, bus: bus, customers: customers, moods: &rows.Repo[Mood]{DB: db, Bus: bus}, saver: customers}
}
