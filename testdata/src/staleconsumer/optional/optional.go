// Package optional has repositories compare the order, or not.
package optional

import (
	"context"
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

// A keeper is the store by what the consumer needs of it.
type keeper interface {
	Either(ctx context.Context, id, name string, version int64, always bool) error
	Put(ctx context.Context, id, name string, version int64, opts ...store.Option) error
}

type consumer struct {
	customers *store.Customers
	keeper    keeper
	rows      *store.Rows[row]
}

func wire(c *store.Customers) *consumer { return &consumer{customers: c, keeper: c} }

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

func (c *consumer) suffixedWithout(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.customers.Suffixed(m.Context(), e.ID, e.Name, e.Version) // want `without comparing their order`
}

func (c *consumer) always(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.customers.Either(m.Context(), e.ID, e.Name, e.Version, true); err != nil { // want `without comparing their order`
		return err
	}
	return c.customers.Unless(m.Context(), e.ID, e.Name, e.Version, true) // want `without comparing their order`
}

func (c *consumer) kept(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.keeper.Put(m.Context(), e.ID, e.Name, e.Version) // want `without comparing their order`
}

// Near misses.

func (c *consumer) suffixed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.customers.Suffixed(m.Context(), e.ID, e.Name, e.Version, store.Newer())
}

func (c *consumer) inOrder(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.customers.Either(m.Context(), e.ID, e.Name, e.Version, false); err != nil {
		return err
	}
	if err := c.keeper.Either(m.Context(), e.ID, e.Name, e.Version, false); err != nil {
		return err
	}
	return c.customers.Unless(m.Context(), e.ID, e.Name, e.Version, false)
}

func (c *consumer) keptNewer(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.keeper.Put(m.Context(), e.ID, e.Name, e.Version, store.Newer())
}

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
