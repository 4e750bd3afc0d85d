// Package fields has models that keep a scope as a function in a field.
package fields

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/fields/pool"
)

// Orders is the model, as its users see it.
type Orders interface {
	Trans(ctx context.Context, fn func(context.Context, *sql.Tx) error) error
	Each(ctx context.Context, fn func(context.Context, *sql.DB) error) error
	With(tx *sql.Tx) Orders
}

type orders struct {
	tx    *sql.Tx
	trans func(context.Context, func(context.Context, *sql.Tx) error) error
	each  func(context.Context, func(context.Context, *sql.DB) error) error
}

// NewOrders makes the model.
func NewOrders(p *pool.Pool) Orders { return &orders{trans: p.Transact, each: p.Visit} }

func (o *orders) With(tx *sql.Tx) Orders { return &orders{tx: tx, trans: o.trans, each: o.each} }

func (o *orders) Trans(ctx context.Context, fn func(context.Context, *sql.Tx) error) error {
	return o.trans(ctx, fn)
}

func (o *orders) Each(ctx context.Context, fn func(context.Context, *sql.DB) error) error {
	return o.each(ctx, fn)
}

type desk struct{ orders Orders }

func (d *desk) place(ctx context.Context) error {
	return d.orders.Trans(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
			return err
		}
		return remote.Call(ctx, "quote") // want "remote.Call leaves"
	})
}

// What the scope does not hand on by itself is known by the scope alone.
func (d *desk) quote(ctx context.Context) error {
	return d.orders.Trans(ctx, func(ctx context.Context, _ *sql.Tx) error { return d.price(ctx) }) // want "fields.desk.price leaves"
}

func (d *desk) price(ctx context.Context) error { return remote.Call(ctx, "price") }

// Near misses.

func (d *desk) visit(ctx context.Context) error {
	return d.orders.Each(ctx, func(ctx context.Context, _ *sql.DB) error { return remote.Call(ctx, "shard") })
}

func (d *desk) after(ctx context.Context) error {
	if err := d.orders.Trans(ctx, func(context.Context, *sql.Tx) error { return nil }); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}
