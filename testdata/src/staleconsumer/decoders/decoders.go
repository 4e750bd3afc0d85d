// Package decoders has its handlers decoded for, by a router that keeps them by their
// subjects.
package decoders

import (
	"context"
	"time"

	"example.com/fixtures/staleconsumer/bus/typed"
)

// A Seller is a row.
type Seller struct {
	ID, Name string
	SyncedAt time.Time
}

func (Seller) Columns() []string { return []string{"id", "name", "synced_at"} }
func (s Seller) Values() []any   { return []any{s.ID, s.Name, s.SyncedAt} }

// A Desk keeps sellers.
type Desk struct {
	db      *typed.DB
	sellers *typed.Table[Seller]
}

// NewDesk makes one.
func NewDesk(db *typed.DB) *Desk {
	return &Desk{db: db, sellers: typed.NewTable[Seller](db, "sellers", "id", "synced_at")}
}

// Attach subscribes.
func (d *Desk) Attach(r *typed.Router) {
	r.On("put", typed.Decoded[typed.Event](typed.TakerFunc[typed.Event](d.put)))
	r.On("newer", typed.Decoded[typed.Event](typed.TakerFunc[typed.Event](d.newer)))
	r.On("newest", typed.Decoded[typed.Event](typed.TakerFunc[typed.Event](d.newest)))
	r.On("add", typed.Decoded[typed.Event](typed.TakerFunc[typed.Event](d.add)))
	r.On("ordered", typed.Decoded[typed.Event](typed.TakerFunc[typed.Event](d.ordered)), typed.InOrder(d.db, "desk"))
	r.On("once", typed.Decoded[typed.Event](typed.TakerFunc[typed.Event](d.once)), typed.Once(d.db))
	r.On("inline", typed.Decoded[typed.Event](typed.TakerFunc[typed.Event](d.inline)))
	r.On("renamed", typed.Decoded[typed.Event](renamed(d.db)))
	r.On("named", typed.Decoded[typed.Event](names{d.db}))
	for _, subscribe := range d.subscriptions() {
		subscribe(r)
	}
}

func (d *Desk) put(ctx context.Context, _ typed.Meta, e typed.Event) error {
	return d.sellers.Put(ctx, Seller{ID: e.ID, Name: e.Name, SyncedAt: e.UpdatedAt}) // want `consumer Desk.put overwrites sellers by a message of type typed.Event without comparing their order`
}

func (d *Desk) newer(ctx context.Context, _ typed.Meta, e typed.Event) error {
	return d.sellers.PutNewer(ctx, Seller{ID: e.ID, Name: e.Name, SyncedAt: e.UpdatedAt})
}

func (d *Desk) newest(ctx context.Context, _ typed.Meta, e typed.Event) error {
	return d.sellers.PutNewest(ctx, Seller{ID: e.ID, Name: e.Name, SyncedAt: e.UpdatedAt})
}

func (d *Desk) add(ctx context.Context, _ typed.Meta, e typed.Event) error {
	return d.sellers.Add(ctx, Seller{ID: e.ID, Name: e.Name, SyncedAt: e.UpdatedAt})
}

func (d *Desk) ordered(ctx context.Context, _ typed.Meta, e typed.Event) error {
	return d.sellers.Put(ctx, Seller{ID: e.ID, Name: e.Name, SyncedAt: e.UpdatedAt})
}

func (d *Desk) once(ctx context.Context, _ typed.Meta, e typed.Event) error {
	return d.sellers.Put(ctx, Seller{ID: e.ID, Name: e.Name, SyncedAt: e.UpdatedAt}) // want `consumer Desk.once overwrites sellers`
}

func (d *Desk) inline(ctx context.Context, m typed.Meta, e typed.Event) error {
	n, err := d.db.Exec(ctx, `UPDATE positions SET version = $2 WHERE entity = $1 AND version < $2`, e.ID, m.Version)
	if err != nil || n == 0 {
		return err
	}
	_, err = d.db.Exec(ctx, `UPDATE sellers SET name = $2 WHERE id = $1`, e.ID, e.Name)
	return err
}

// renamed makes a taker of what it is told to use.
func renamed(db *typed.DB) typed.TakerFunc[typed.Event] {
	return func(ctx context.Context, _ typed.Meta, e typed.Event) error {
		_, err := db.Exec(ctx, `UPDATE sellers SET name = $2 WHERE id = $1`, e.ID, e.Name) // want `consumer renamed overwrites sellers`
		return err
	}
}

// names takes messages itself.
type names struct{ db *typed.DB }

func (n names) Take(ctx context.Context, _ typed.Meta, e typed.Event) error {
	_, err := n.db.Exec(ctx, `UPDATE sellers SET name = $2 WHERE id = $1`, e.ID, e.Name) // want `consumer names.Take overwrites sellers`
	return err
}

type subscription func(r *typed.Router)

func on[T any](subject string, fn func(context.Context, typed.Meta, T) error, layers ...typed.Layer) subscription {
	return func(r *typed.Router) { r.On(subject, typed.Decoded[T](typed.TakerFunc[T](fn)), layers...) }
}

func (d *Desk) subscriptions() []subscription {
	list := []subscription{on("told", d.told)}
	return append(list, on("told.ordered", d.toldInOrder, typed.InOrder(d.db, "told")))
}

func (d *Desk) told(ctx context.Context, _ typed.Meta, e typed.Event) error {
	_, err := d.db.Exec(ctx, `UPDATE sellers SET name = $2 WHERE id = $1`, e.ID, e.Name) // want `consumer Desk.told overwrites sellers`
	return err
}

func (d *Desk) toldInOrder(ctx context.Context, _ typed.Meta, e typed.Event) error {
	_, err := d.db.Exec(ctx, `UPDATE sellers SET name = $2 WHERE id = $1`, e.ID, e.Name)
	return err
}
