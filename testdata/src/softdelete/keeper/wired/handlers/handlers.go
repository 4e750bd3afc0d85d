// Package handlers knows nothing of the bus that brings its messages.
package handlers

import (
	"context"
	"encoding/json"

	"example.com/fixtures/softdelete/msgs"
)

// Members is where they are kept.
type Members interface {
	Put(ctx context.Context, id, name string) error
	Flag(ctx context.Context, id, name string, deleted bool) error
	Forget(ctx context.Context, id string) error
}

// Removes removes.
type Removes struct{ members Members }

// NewRemoves returns one.
func NewRemoves(m Members) *Removes { return &Removes{m} }

func (*Removes) Subject() string { return "removes" }

func (r *Removes) Accept(ctx context.Context, data []byte) error {
	var u msgs.User
	if err := json.Unmarshal(data, &u); err != nil {
		return err
	}
	if u.IsDeleted {
		return r.members.Forget(ctx, u.ID) // want `consumer Removes.Accept removes the row from members`
	}
	return r.members.Put(ctx, u.ID, u.Name)
}

// Drops leaves the flag aside.
type Drops struct{ members Members }

// NewDrops returns one.
func NewDrops(m Members) *Drops { return &Drops{m} }

func (*Drops) Subject() string { return "drops" }

func (d *Drops) Accept(ctx context.Context, data []byte) error {
	var u msgs.Office
	if err := json.Unmarshal(data, &u); err != nil {
		return err
	}
	return d.members.Put(ctx, u.ID, u.Name) // want `leaves IsDeleted of msgs.Office aside`
}

// Near miss.

// Keeps keeps it in step.
type Keeps struct{ members Members }

// NewKeeps returns one.
func NewKeeps(m Members) *Keeps { return &Keeps{m} }

func (*Keeps) Subject() string { return "keeps" }

func (k *Keeps) Accept(ctx context.Context, data []byte) error {
	var u msgs.User
	if err := json.Unmarshal(data, &u); err != nil {
		return err
	}
	return k.members.Flag(ctx, u.ID, u.Name, u.IsDeleted)
}
