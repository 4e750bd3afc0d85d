// Package handlers writes what messages say.
package handlers

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"example.com/fixtures/staleconsumer/picked/routes"
)

// A Rename is a message.
type Rename struct {
	ID, Name string
	At       time.Time
}

// Users handles them.
type Users struct{ DB *sql.DB }

// Table has the handlers that are picked.
func (u *Users) Table() routes.Table {
	return routes.Table{"renamed": u.renamed, "ordered": u.ordered}
}

// Timed has what the clock runs.
func (u *Users) Timed() routes.Timed { return routes.Timed{"refresh": u.refresh} }

// Register registers what is found by others.
func (u *Users) Register(r *routes.Registry) {
	r.Add("moved", u.moved)
	r.Add("ordered", u.ordered)
}

func decode(value []byte) (Rename, error) {
	var m Rename
	err := json.Unmarshal(value, &m)
	return m, err
}

func (u *Users) renamed(ctx context.Context, value []byte) error {
	m, err := decode(value)
	if err != nil {
		return err
	}
	_, err = u.DB.ExecContext(ctx, "UPDATE users SET name = ? WHERE id = ?", m.Name, m.ID) // want `consumer Users.renamed overwrites users`
	return err
}

func (u *Users) moved(ctx context.Context, value []byte) error {
	m, err := decode(value)
	if err != nil {
		return err
	}
	_, err = u.DB.ExecContext(ctx, "UPDATE users SET city = ? WHERE id = ?", m.Name, m.ID) // want `consumer Users.moved overwrites users`
	return err
}

// ordered compares.
func (u *Users) ordered(ctx context.Context, value []byte) error {
	m, err := decode(value)
	if err != nil {
		return err
	}
	_, err = u.DB.ExecContext(ctx, "UPDATE users SET name = ?, renamed_at = ? WHERE id = ? AND renamed_at < ?", m.Name, m.At, m.ID, m.At)
	return err
}

// refresh is no message's.
func (u *Users) refresh(ctx context.Context, value []byte) error {
	m, err := decode(value)
	if err != nil {
		return err
	}
	_, err = u.DB.ExecContext(ctx, "UPDATE users SET name = ? WHERE id = ?", m.Name, m.ID)
	return err
}

// Typed handles what is decoded for it.
func (u *Users) Typed() routes.Typed[Rename] {
	return func(m Rename) error {
		_, err := u.DB.Exec("UPDATE users SET nick = ? WHERE id = ?", m.Name, m.ID) // want `overwrites users`
		return err
	}
}

// TypedOrdered compares.
func (u *Users) TypedOrdered() routes.Typed[Rename] {
	return func(m Rename) error {
		_, err := u.DB.Exec("UPDATE users SET nick = ?, renamed_at = ? WHERE id = ? AND renamed_at < ?", m.Name, m.At, m.ID, m.At)
		return err
	}
}

// Control makes a handler that others call.
func (u *Users) Control() func(key, value string) error {
	return func(key, value string) error {
		m, err := decode([]byte(value))
		if err != nil {
			return err
		}
		_, err = u.DB.Exec("UPDATE users SET country = ? WHERE id = ?", m.Name, key)
		return err
	}
}

// ControlOrdered makes one that compares.
func (u *Users) ControlOrdered() func(key, value string) error {
	return func(key, value string) error {
		m, err := decode([]byte(value))
		if err != nil {
			return err
		}
		_, err = u.DB.Exec("UPDATE users SET country = ?, renamed_at = ? WHERE id = ? AND renamed_at < ?", m.Name, m.At, key, m.At)
		return err
	}
}
