// Package handlers knows nothing of the bus that brings its messages.
package handlers

import (
	"context"
	"database/sql"
	"encoding/json"

	"example.com/fixtures/sharedmsg/contracts"
)

type base struct{ db *sql.DB }

func (b *base) set(ctx context.Context, id, name string) error {
	_, err := b.db.ExecContext(ctx, `UPDATE seen SET name = $2 WHERE id = $1`, id, name)
	return err
}

// Twins decodes to a twin of another's type.
type Twins struct{ base }

// NewTwins returns some.
func NewTwins(db *sql.DB) *Twins { return &Twins{base{db}} }

type shipped struct{ ID, Name string }

func (*Twins) Subject() string { return "twins" }

func (t *Twins) Accept(ctx context.Context, data []byte) error {
	var m shipped
	if err := json.Unmarshal(data, &m); err != nil { // want `consumer consumes messages of type handlers.shipped, which is defined in the service's own package`
		return err
	}
	return t.set(ctx, m.ID, m.Name)
}

// Helped has a helper decode.
type Helped struct{ base }

type landed struct{ ID, Name string }

func (Helped) Subject() string { return "helped" }

func (h Helped) Accept(ctx context.Context, data []byte) error {
	m, err := decode(data)
	if err != nil {
		return err
	}
	return h.set(ctx, m.ID, m.Name)
}

func decode(data []byte) (landed, error) {
	var m landed
	err := json.Unmarshal(data, &m) // want `consumes messages of type handlers.landed`
	return m, err
}

// Mapped is attached out of a map.
type Mapped struct{ base }

type parked struct{ ID, Name string }

func (Mapped) Subject() string { return "mapped" }

func (h Mapped) Accept(ctx context.Context, data []byte) error {
	var m parked
	if err := json.Unmarshal(data, &m); err != nil { // want `consumes messages of type handlers.parked`
		return err
	}
	return h.set(ctx, m.ID, m.Name)
}

// Near misses.

// Shared decodes to what both sides share.
type Shared struct{ base }

func (Shared) Subject() string { return "shared" }

func (s Shared) Accept(ctx context.Context, data []byte) error {
	var m contracts.UserChanged
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	return s.set(ctx, m.ID, "")
}

// Settings are decoded by functions of the same shape, which nobody attaches.
type Settings struct{ base }

type setting struct{ ID, Name string }

func (Settings) Subject() string { return "settings" }

func (s Settings) Accept(ctx context.Context, data []byte) error {
	var m setting
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	return s.set(ctx, m.ID, m.Name)
}

// Own is its own queue: the same package encodes.
type Own struct{ base }

type task struct{ ID, Name string }

func (Own) Subject() string { return "own" }

func (o Own) Accept(ctx context.Context, data []byte) error {
	var m task
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	return o.set(ctx, m.ID, m.Name)
}

// Encode makes a task.
func Encode(id string) ([]byte, error) { return json.Marshal(task{ID: id}) }
