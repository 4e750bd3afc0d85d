// Package wire brings them together, in two steps that name no concrete type at
// the end.
package wire

import (
	"database/sql"

	"example.com/fixtures/remotetx/ifaces/wire/app"
	"example.com/fixtures/remotetx/ifaces/wire/cards"
)

// Checkout is wired.
func Checkout(db *sql.DB) *app.Checkout {
	client := newClient()
	return app.New(db, client)
}

func newClient() *cards.Client { return &cards.Client{} }
