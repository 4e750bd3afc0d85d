// Package core has consumers that keep what they copy where main says.
package core

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/syncecho/docs"
	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/msgs"
)

// User is a document.
type User struct {
	ID   string `bson:"_id"`
	Name string `bson:"name"`
}

// Key is that of the document.
func (u User) Key() string { return u.ID }

// Users are the consumers.
type Users struct {
	Copies *docs.Coll[User]
	Crates *docs.Coll[User]
	Bus    *events.Bus
}

// Changed writes the copy.
func (u *Users) Changed(m *message.Message) error {
	e := new(msgs.UserChanged)
	if err := json.Unmarshal(m.Payload, e); err != nil {
		return err
	}
	if err := u.Copies.Put(m.Context(), User{ID: e.ID, Name: e.Name}); err != nil {
		return err
	}
	return u.Bus.Publish(m.Context(), "users", e) // want `consumer Users.Changed writes customers, the copy of accounts.users, and raises msgs.UserChanged`
}

// Fill asks the owner.
func (u *Users) Fill(ctx context.Context) error {
	resp, err := http.Get("http://accounts/users")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var list []User
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
		return err
	}
	for _, c := range list {
		if err := u.Copies.Put(ctx, c); err != nil {
			return err
		}
		if err := u.Bus.Publish(ctx, "users", msgs.UserChanged{ID: c.ID, Name: c.Name}); err != nil { // want `Users.Fill writes customers, the copy of accounts.users, and raises msgs.UserChanged`
			return err
		}
	}
	return nil
}

// Near miss: it is no copy that is written.

// Crated writes what is the service's own.
func (u *Users) Crated(m *message.Message) error {
	e := new(msgs.UserChanged)
	if err := json.Unmarshal(m.Payload, e); err != nil {
		return err
	}
	if err := u.Crates.Put(m.Context(), User{ID: e.ID, Name: e.Name}); err != nil {
		return err
	}
	return u.Bus.Publish(m.Context(), "users", e)
}
