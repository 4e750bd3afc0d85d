// Package desk is what relays are made with.
package desk

import (
	"database/sql"
	"encoding/json"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/relays/relay"
)

// A Desk keeps customers.
type Desk struct{ DB *sql.DB }

// Renamed writes whatever is there.
func (d *Desk) Renamed(m relay.Message) {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Payload(), &e); err != nil {
		return
	}
	_, _ = d.DB.Exec("UPDATE customers SET name = $2 WHERE id = $1", e.ID, e.Name) // want `consumer Desk.Renamed overwrites customers by a message of type msgs.CustomerChanged`
}

// Ordered writes what is newer.
func (d *Desk) Ordered(m relay.Message) {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Payload(), &e); err != nil {
		return
	}
	_, _ = d.DB.Exec("UPDATE customers SET name = $2, version = $3 WHERE id = $1 AND version < $3", e.ID, e.Name, e.Version)
}

// Ticked is given nothing that came from outside.
func (d *Desk) Ticked(m relay.Message) {
	_, _ = d.DB.Exec("UPDATE ticks SET body = $1", m.Payload())
}
