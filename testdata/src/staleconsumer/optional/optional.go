// Package optional has repositories compare the order, or not.
package optional

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/uptrace/bun"

	"example.com/fixtures/staleconsumer/optional/store"
)

type changed struct {
	ID, Name string
	Version  int64
}

type row struct {
	bun.BaseModel `bun:"table:clients"`

	ID, Name string
	Version  int64
}

type consumer struct {
	customers *store.Customers
	rows      *store.Rows[row]
}

func decode(m *message.Message) (*changed, error) {
	e := new(changed)
	return e, json.Unmarshal(m.Payload, e)
}

func (c *consumer) without(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.customers.Put(m.Context(), e.ID, e.Name, e.Version) // want `without comparing their order`
}

func (c *consumer) plain(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.customers.Plain(m.Context(), e.ID, e.Name, e.Version, store.Loud()) // want `without comparing their order`
}

func (c *consumer) rowWithout(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.rows.Put(m.Context(), &row{ID: e.ID, Name: e.Name, Version: e.Version}) // want `without comparing their order`
}

// Near misses.

func (c *consumer) newer(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.customers.Put(m.Context(), e.ID, e.Name, e.Version, store.Newer())
}

func (c *consumer) rowNewer(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.rows.Put(m.Context(), &row{ID: e.ID, Name: e.Name, Version: e.Version}, store.NewerOn("version"))
}
