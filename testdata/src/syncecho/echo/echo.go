// Package echo keeps a copy of accounts' users.
package echo

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
	"example.com/fixtures/syncecho/repo"
)

type consumer struct {
	db   *sql.DB
	bus  *events.Bus
	nc   *nats.Conn
	repo *repo.Customers

	topic string
}

func (c *consumer) save(ctx context.Context, e *msgs.UserChanged) error {
	_, err := c.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, e.CreatedAt, e.ID)
	return err
}

func decode(m *message.Message) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(m.Payload, e)
}

func row(e *msgs.UserChanged) repo.Customer {
	return repo.Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}
}

// again tells what it was told.
func (c *consumer) again(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "users", e) // want `consumer consumer.again writes customers, the copy of accounts.users, and raises msgs.UserChanged about it`
}

func (c *consumer) ownEvent(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	changed := msgs.CustomerChanged{ID: e.ID, Name: e.Name}
	return c.bus.Publish(m.Context(), "customers", changed) // want `consumer consumer.ownEvent writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *consumer) byLibrary(m *nats.Msg) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if err := c.save(context.Background(), &e); err != nil {
		return err
	}
	data, err := json.Marshal(msgs.CustomerChanged{ID: e.ID, Name: e.Name})
	if err != nil {
		return err
	}
	return c.nc.Publish("customers", data) // want `consumer consumer.byLibrary writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
}

// inRow publishes the row as it is.
func (c *consumer) inRow(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "customers", row(e)) // want `consumer consumer.inRow writes customers, the copy of accounts.users, and raises repo.Customer`
}

// bySave leaves it to the repository.
func (c *consumer) bySave(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.Save(m.Context(), row(e)) // want `consumer consumer.bySave writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *consumer) told(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveIf(m.Context(), row(e), true) // want `consumer consumer.told writes customers`
}

func (c *consumer) notDismissed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveUnless(m.Context(), row(e), false) // want `consumer consumer.notDismissed writes customers`
}

func (c *consumer) plainContext(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveByContext(m.Context(), row(e)) // want `consumer consumer.plainContext writes customers`
}

func (c *consumer) noOptions(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveWith(m.Context(), row(e)) // want `consumer consumer.noOptions writes customers`
}

func (c *consumer) newer(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.repo.SaveNewer(m.Context(), row(e)) // want `consumer consumer.newer writes customers`
}

// renewed makes a message of the same type, for whoever listens to it.
func (c *consumer) renewed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), c.topic, &msgs.UserChanged{ID: e.ID, Name: e.Name, CreatedAt: e.CreatedAt}) // want `consumer consumer.renewed writes customers, the copy of accounts.users, and raises msgs.UserChanged about it`
}

// boxed puts the event into the outbox.
func (c *consumer) boxed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	tx, err := c.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, e.CreatedAt, e.ID); err != nil {
		return err
	}
	data, err := json.Marshal(msgs.CustomerChanged{ID: e.ID, Name: e.Name})
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO outbox (topic, payload) VALUES ($1, $2)", "customers", data); err != nil { // want `consumer consumer.boxed writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
		return err
	}
	return tx.Commit()
}

// wrapped has the entity in a generic envelope.
func (c *consumer) wrapped(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "users", msgs.Message[msgs.User]{Payload: msgs.User{ID: e.ID, Name: e.Name}}) // want `consumer consumer.wrapped writes customers, the copy of accounts.users, and raises msgs.User about it`
}

// filtered tells of it if something changed, which it mostly has.
func (c *consumer) filtered(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	var name string
	if err := c.db.QueryRow("SELECT name FROM customers WHERE id = $1 FOR UPDATE", e.ID).Scan(&name); err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	if name != e.Name {
		return c.bus.Publish(m.Context(), "customers", msgs.CustomerChanged{ID: e.ID, Name: e.Name}) // want `consumer consumer.filtered writes customers`
	}
	return nil
}

func (c *consumer) excused(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	//boundarylint:ignore syncecho the search index listens to it
	return c.repo.Save(m.Context(), row(e))
}

// asMap has the topic tell.
func (c *consumer) asMap(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "shop.customer.updated", map[string]any{"id": e.ID, "name": e.Name}) // want `consumer consumer.asMap writes customers, the copy of accounts.users, and raises "shop.customer.updated" about it`
}

// A domainEvent is of any kind.
type domainEvent struct {
	Type    string
	Payload any
}

func (c *consumer) general(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	return c.bus.Publish(m.Context(), "events", domainEvent{Type: "CustomerUpdated", Payload: e}) // want `consumer consumer.general writes customers, the copy of accounts.users, and raises echo.domainEvent "CustomerUpdated" about it`
}

// inBackground does not wait for it.
func (c *consumer) inBackground(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := c.save(m.Context(), e); err != nil {
		return err
	}
	go func() {
		c.bus.Publish(context.Background(), "customers", msgs.CustomerChanged{ID: e.ID}) // want `consumer consumer.inBackground writes customers`
	}()
	return nil
}

// A publisher is of one type of message.
type publisher[T any] interface {
	Publish(ctx context.Context, event *T) error
}

type typed[T any] struct {
	nc      *nats.Conn
	subject string
}

func (p *typed[T]) Publish(ctx context.Context, event *T) error {
	data, err := json.Marshal(event)
	if err != nil {
		return err
	}
	return p.nc.Publish(p.subject, data)
}

// generics are told by their type arguments.
type generics struct {
	*consumer
	changed  *typed[msgs.CustomerChanged]
	changes  publisher[msgs.CustomerChanged]
	blocking publisher[msgs.CustomerBlocked]
}

func newGenerics(c *consumer) *generics {
	return &generics{
		consumer: c, changed: &typed[msgs.CustomerChanged]{c.nc, "customers"},
		changes: &typed[msgs.CustomerChanged]{c.nc, "customers"}, blocking: &typed[msgs.CustomerBlocked]{c.nc, "blocked"},
	}
}

func (g *generics) concrete(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := g.save(m.Context(), e); err != nil {
		return err
	}
	return g.changed.Publish(m.Context(), &msgs.CustomerChanged{ID: e.ID}) // want `consumer generics.concrete writes customers`
}

func (g *generics) byInterface(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	if err := g.save(m.Context(), e); err != nil {
		return err
	}
	if err := g.blocking.Publish(m.Context(), &msgs.CustomerBlocked{ID: e.ID}); err != nil {
		return err
	}
	return g.changes.Publish(m.Context(), &msgs.CustomerChanged{ID: e.ID}) // want `consumer generics.byInterface writes customers`
}
