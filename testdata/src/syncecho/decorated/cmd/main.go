// Command cmd has the consumers wired by what their constructors ask for.
package main

import (
	"database/sql"
	"os"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/syncecho/decorated/adapters"
	"example.com/fixtures/syncecho/decorated/core"
)

type container struct{ providers []any }

func (c *container) provide(constructors ...any) {
	c.providers = append(c.providers, constructors...)
}

func main() {
	c := &container{}
	c.provide(customers, members, guests, core.NewHandlers)
}

func customers(db *sql.DB, conn *nats.Conn) core.Customers {
	return adapters.TellingCustomers{Customers: &adapters.Table{DB: db}, Conn: conn}
}

func members(db *sql.DB, conn *nats.Conn) core.Members {
	return adapters.TellingMembers(&adapters.Table{DB: db}, conn)
}

func guests(db *sql.DB, conn *nats.Conn) core.Guests {
	var g core.Guests = &adapters.Table{DB: db}
	if os.Getenv("TELL_OF_GUESTS") != "" {
		g = &adapters.TellingGuests{Inner: g, Conn: conn}
	}
	return g
}
