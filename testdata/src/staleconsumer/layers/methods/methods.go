// Package methods gives messages to the methods of a store, of which it knows no more than
// the interface.
package methods

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A Store keeps customers.
type Store interface {
	Rename(ctx context.Context, e *msgs.CustomerChanged) error
	Move(ctx context.Context, e *msgs.CustomerChanged) error
	Keep(ctx context.Context, e *msgs.CustomerChanged) error
	Known(ctx context.Context, e *msgs.CustomerChanged) error
}

type postgres struct{ db *sql.DB }

// Postgres keeps them in PostgreSQL.
func Postgres(db *sql.DB) Store { return postgres{db} }

func (p postgres) Rename(ctx context.Context, e *msgs.CustomerChanged) error {
	_, err := p.db.ExecContext(ctx, `UPDATE customers SET name = $2 WHERE id = $1`, e.ID, e.Name)
	return err
}

func (p postgres) Move(ctx context.Context, e *msgs.CustomerChanged) error {
	_, err := p.db.ExecContext(ctx, `UPDATE customers SET email = $2 WHERE id = $1`, e.ID, e.Email)
	return err
}

func (p postgres) Keep(ctx context.Context, e *msgs.CustomerChanged) error {
	_, err := p.db.ExecContext(ctx, `UPDATE customers SET name = $2, version = $3 WHERE id = $1 AND version < $3`, e.ID, e.Name, e.Version)
	return err
}

func (p postgres) Known(ctx context.Context, e *msgs.CustomerChanged) error {
	return p.db.QueryRowContext(ctx, `SELECT id FROM customers WHERE id = $1`, e.ID).Scan(&e.ID)
}

type raw func(ctx context.Context, data []byte) error

func decoded[T any](fn func(context.Context, *T) error) raw {
	return func(ctx context.Context, data []byte) error {
		v := new(T)
		if err := json.Unmarshal(data, v); err != nil {
			return err
		}
		return fn(ctx, v)
	}
}

// A Listener has a table of what handles what.
type Listener struct{ routes map[string]raw }

// New makes the table.
func New(store Store) *Listener {
	l := &Listener{}
	l.routes = map[string]raw{
		"renamed": decoded(store.Rename), // want `consumer New overwrites customers`
		"kept":    decoded(store.Keep),
		"known":   decoded(store.Known),
	}
	return l
}

// Listen receives.
func (l *Listener) Listen(ctx context.Context, msgs <-chan amqp.Delivery) {
	for m := range msgs {
		if fn, ok := l.routes[m.RoutingKey]; !ok || fn(ctx, m.Body) != nil {
			_ = m.Nack(false, true)
			continue
		}
		_ = m.Ack(false)
	}
}

// changed has what a message says written by what it is given.
func changed(write func(context.Context, *msgs.CustomerChanged) error) nats.MsgHandler {
	return func(m *nats.Msg) {
		var e msgs.CustomerChanged
		if json.Unmarshal(m.Data, &e) == nil && write(context.Background(), &e) == nil {
			_ = m.Ack()
		}
	}
}

// Subscribe has the store's methods called.
func Subscribe(nc *nats.Conn, store Store) error {
	if _, err := nc.Subscribe("moved", changed(store.Move)); err != nil { // want `consumer Subscribe overwrites customers`
		return err
	}
	_, err := nc.Subscribe("kept", changed(store.Keep))
	return err
}

// Start wires all of it, and nothing is told twice.
func Start(ctx context.Context, db *sql.DB, nc *nats.Conn, deliveries <-chan amqp.Delivery) error {
	store := Postgres(db)
	if err := Subscribe(nc, store); err != nil {
		return err
	}
	New(store).Listen(ctx, deliveries)
	return nil
}
