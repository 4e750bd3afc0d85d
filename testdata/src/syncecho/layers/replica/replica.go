// Package replica raises events unless a context says that what is written is a copy.
package replica

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/layers/replica/shared"
	"example.com/fixtures/syncecho/msgs"
)

type store struct {
	db  *sql.DB
	bus *events.Bus
}

func (s *store) put(ctx context.Context, id, name string) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, id, name)
	return err
}

func (s *store) unlessMarked(ctx context.Context, id, name string) error {
	if err := s.put(ctx, id, name); err != nil || shared.Replicates(ctx) {
		return err
	}
	return s.bus.Publish(ctx, "customers", msgs.CustomerChanged{ID: id, Name: name})
}

func (s *store) ifTold(ctx context.Context, id, name string) error {
	if err := s.put(ctx, id, name); err != nil {
		return err
	}
	if shared.Tells(ctx) {
		return s.bus.Publish(ctx, "customers", msgs.CustomerChanged{ID: id, Name: name})
	}
	return nil
}

func (s *store) ifLoud(ctx context.Context, id, name string) error {
	if err := s.put(ctx, id, name); err != nil || !shared.Louder(ctx) {
		return err
	}
	return s.bus.Publish(ctx, "customers", msgs.CustomerChanged{ID: id, Name: name})
}

func (s *store) ifAsked(ctx context.Context, id, name string) error {
	if err := s.put(ctx, id, name); err != nil || !shared.Announces(ctx) {
		return err
	}
	return s.bus.Publish(ctx, "customers", msgs.CustomerChanged{ID: id, Name: name})
}

type consumer struct{ store *store }

func decode(m *message.Message) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(m.Payload, e)
}

func (c *consumer) Unmarked(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.store.unlessMarked(m.Context(), e.ID, e.Name) // want `consumer consumer.Unmarked writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
}

func (c *consumer) Told(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.store.ifTold(m.Context(), e.ID, e.Name) // want `raises msgs.CustomerChanged`
}

func (c *consumer) Loud(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.store.ifLoud(m.Context(), e.ID, e.Name) // want `raises msgs.CustomerChanged`
}

// Near misses.

func (c *consumer) Marked(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.store.unlessMarked(shared.Replicating(m.Context()), e.ID, e.Name)
}

func (c *consumer) MarkedToo(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.store.ifTold(shared.Replicating(m.Context()), e.ID, e.Name)
}

func (c *consumer) Unasked(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.store.ifAsked(m.Context(), e.ID, e.Name)
}
