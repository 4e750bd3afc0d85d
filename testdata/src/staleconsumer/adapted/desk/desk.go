// Package desk writes what it is given.
package desk

import (
	"database/sql"

	"example.com/fixtures/staleconsumer/adapted/pull"
	"example.com/fixtures/staleconsumer/msgs"
)

// A Desk keeps customers.
type Desk struct{ DB *sql.DB }

// Incoming is given messages, by way of an adapter.
func (d *Desk) Incoming(m msgs.CustomerChanged, _ bool) error {
	_, err := d.DB.Exec(`UPDATE customers SET name = $2 WHERE id = $1`, m.ID, m.Name) // want `consumer Desk.Incoming overwrites customers by a message of type msgs.CustomerChanged without comparing`
	return err
}

// Ordered heeds the order.
func (d *Desk) Ordered(m msgs.CustomerChanged, _ bool) error {
	_, err := d.DB.Exec(`UPDATE customers SET name = $2, version = $3 WHERE id = $1 AND version < $3`, m.ID, m.Name, m.Version)
	return err
}

// Told is told what the process made of a message.
func (d *Desk) Told(m msgs.NameChanged) error {
	_, err := d.DB.Exec(`UPDATE seen SET id = $1 WHERE name = $2`, m.ID, m.Name)
	return err
}

// Typed is given what somebody typed in.
func (d *Desk) Typed(m msgs.CustomerChanged, _ bool) error {
	_, err := d.DB.Exec(`UPDATE customers SET name = $2 WHERE id = $1`, m.ID, m.Name)
	return err
}

// Process is an implementation of its own.
func (d *Desk) Process(m msgs.CustomerChanged, _ bool) error {
	_, err := d.DB.Exec(`UPDATE customers SET email = $2 WHERE id = $1`, m.ID, m.Email) // want `consumer Desk.Process overwrites customers by a message of type msgs.CustomerChanged without comparing`
	return err
}

// ByFunc is given messages, by way of a type of functions.
func (d *Desk) ByFunc(m msgs.CustomerChanged, _ bool) error {
	_, err := d.DB.Exec(`UPDATE customers SET status = $2 WHERE id = $1`, m.ID, string(m.Status)) // want `consumer Desk.ByFunc overwrites customers by a message of type msgs.CustomerChanged without comparing`
	return err
}

// Made makes such a function.
func Made(db *sql.DB) pull.HandlerFunc {
	return func(m *msgs.CustomerChanged) error {
		_, err := db.Exec(`UPDATE made SET name = $2 WHERE id = $1`, m.ID, m.Name) // want `consumer Made overwrites made by a message`
		return err
	}
}
