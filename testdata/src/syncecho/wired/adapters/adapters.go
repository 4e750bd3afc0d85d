// Package adapters implements core's interfaces.
package adapters

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/syncecho/msgs"
	"example.com/fixtures/syncecho/wired/core"
)

// Table keeps customers.
type Table struct{ DB *sql.DB }

func (t *Table) Write(ctx context.Context, c core.Customer) error {
	_, err := t.DB.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", c.Name, c.SyncedAt, c.ID)
	return err
}

func (t *Table) Put(ctx context.Context, c core.Customer) error { return t.Write(ctx, c) }

// Telling decorates another.
type Telling struct {
	Inner    core.Decorated
	Producer core.Producer
}

func (t *Telling) Put(ctx context.Context, c core.Customer) error {
	if err := t.Inner.Put(ctx, c); err != nil {
		return err
	}
	return t.Producer.CustomerChanged(ctx, c)
}

// LoudTable tells of each customer.
type LoudTable struct {
	Table
	Producer core.Producer
}

func (t *LoudTable) Store(ctx context.Context, c core.Customer) error {
	if err := t.Write(ctx, c); err != nil {
		return err
	}
	return t.Producer.CustomerChanged(ctx, c)
}

// Nats publishes.
type Nats struct{ Conn *nats.Conn }

func (n *Nats) CustomerChanged(ctx context.Context, c core.Customer) error {
	data, err := json.Marshal(msgs.CustomerChanged{ID: c.ID, Name: c.Name})
	if err != nil {
		return err
	}
	return n.Conn.Publish("customers", data)
}

func (n *Nats) UserChanged(ctx context.Context, e *msgs.UserChanged) error {
	return n.Send(ctx, "users", e)
}

func (n *Nats) Send(_ context.Context, topic string, event any) error {
	data, err := json.Marshal(event)
	if err != nil {
		return err
	}
	return n.Conn.Publish(topic, data)
}

func (n *Nats) Publish(ctx context.Context, event any) error { return n.Send(ctx, "events", event) }

// Box is a table of what is to be sent.
type Box struct{ DB *sql.DB }

func (b *Box) Add(ctx context.Context, topic string, event any) error {
	data, err := json.Marshal(event)
	if err != nil {
		return err
	}
	_, err = b.DB.ExecContext(ctx, "INSERT INTO outbox (topic, payload) VALUES ($1, $2)", topic, data)
	return err
}
