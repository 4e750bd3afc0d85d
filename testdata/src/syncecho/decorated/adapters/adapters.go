// Package adapters implements core's interfaces.
package adapters

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/syncecho/decorated/core"
	"example.com/fixtures/syncecho/msgs"
)

// Table keeps customers, members and guests.
type Table struct{ DB *sql.DB }

func (t *Table) Save(ctx context.Context, c core.Customer) error {
	_, err := t.DB.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", c.Name, c.SyncedAt, c.ID)
	return err
}

func (t *Table) Join(ctx context.Context, c core.Customer) error { return t.Save(ctx, c) }

func (t *Table) Admit(ctx context.Context, c core.Customer) error { return t.Save(ctx, c) }

func tell(conn *nats.Conn, c core.Customer) error {
	data, err := json.Marshal(msgs.CustomerChanged{ID: c.ID, Name: c.Name})
	if err != nil {
		return err
	}
	return conn.Publish("customers", data)
}

// TellingCustomers tells of each that is saved.
type TellingCustomers struct {
	core.Customers
	Conn *nats.Conn
}

func (t TellingCustomers) Save(ctx context.Context, c core.Customer) error {
	if err := t.Customers.Save(ctx, c); err != nil {
		return err
	}
	return tell(t.Conn, c)
}

type tellingMembers struct {
	inner core.Members
	conn  *nats.Conn
}

// TellingMembers tells of each that joins.
func TellingMembers(inner core.Members, conn *nats.Conn) core.Members {
	return &tellingMembers{inner: inner, conn: conn}
}

func (t *tellingMembers) Join(ctx context.Context, c core.Customer) error {
	if err := t.inner.Join(ctx, c); err != nil {
		return err
	}
	return tell(t.conn, c)
}

// TellingGuests tells of each that is admitted.
type TellingGuests struct {
	Inner core.Guests
	Conn  *nats.Conn
}

func (t *TellingGuests) Admit(ctx context.Context, c core.Customer) error {
	if err := t.Inner.Admit(ctx, c); err != nil {
		return err
	}
	return tell(t.Conn, c)
}
