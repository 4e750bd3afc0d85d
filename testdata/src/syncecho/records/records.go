// Package records makes its messages in helpers.
package records

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/components/cqrs"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/syncecho/msgs"
)

type producer struct{ nc *nats.Conn }

func record(subject string, v any) (*nats.Msg, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return &nats.Msg{Subject: subject, Data: data}, nil
}

func (p *producer) send(_ context.Context, subject string, v any) error {
	m, err := record(subject, v)
	if err != nil {
		return err
	}
	return p.nc.PublishMsg(m)
}

type consumer struct {
	db  *sql.DB
	out *producer
	bus *cqrs.EventBus
}

func decode(m *message.Message) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(m.Payload, e)
}

func (c *consumer) save(ctx context.Context, e *msgs.UserChanged, loud bool) error {
	if _, err := c.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, e.CreatedAt, e.ID); err != nil {
		return err
	}
	if !loud {
		return nil
	}
	return c.out.send(ctx, "customers", msgs.CustomerChanged{ID: e.ID, Name: e.Name})
}

func (c *consumer) loud(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.save(m.Context(), e, true) // want `consumer consumer.loud writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *consumer) quiet(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.save(m.Context(), e, false)
}

func (c *consumer) own(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e, false); err != nil {
		return err
	}
	return c.out.send(m.Context(), "blocked", msgs.CustomerBlocked{ID: e.ID})
}

// typed goes by a bus of which each type has a topic.
func (c *consumer) typed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e, false); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), e) // want `consumer consumer.typed writes customers, the copy of accounts.users, and raises msgs.UserChanged about it`
}

func (c *consumer) typedOwn(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e, false); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), &msgs.CustomerBlocked{ID: e.ID})
}

// handedOn goes on as it is, to a topic of another name.
func (c *consumer) handedOn(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e, false); err != nil {
		return err
	}
	return c.out.send(m.Context(), "search.index", e)
}

func (c *consumer) box(ctx context.Context, topic string, payload []byte) error {
	_, err := c.db.ExecContext(ctx, "INSERT INTO outbox (topic, payload) VALUES ($1, $2)", topic, payload)
	return err
}

func (c *consumer) boxed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e, false); err != nil {
		return err
	}
	payload, err := json.Marshal(msgs.CustomerChanged{ID: e.ID, Name: e.Name})
	if err != nil {
		return err
	}
	return c.box(m.Context(), "customers", payload) // want `consumer consumer.boxed writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *consumer) boxedOwn(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e, false); err != nil {
		return err
	}
	payload, err := json.Marshal(msgs.CustomerBlocked{ID: e.ID})
	if err != nil {
		return err
	}
	return c.box(m.Context(), "blocked", payload)
}
