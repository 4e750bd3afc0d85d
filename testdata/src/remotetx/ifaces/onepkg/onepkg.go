// Package onepkg has interface, implementation and use in one place.
package onepkg

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

// Gateway takes money.
type Gateway interface {
	Charge(ctx context.Context, id string) error
	Format(id string) string
}

type httpGateway struct{ base string }

func (g *httpGateway) Charge(ctx context.Context, id string) error {
	return remote.Call(ctx, g.base+id)
}

func (g *httpGateway) Format(id string) string { return g.base + id }

// Clock has one implementation, which stays inside.
type Clock interface{ Now(context.Context) error }

type systemClock struct{}

func (systemClock) Now(ctx context.Context) error { return remote.Local(ctx, "now") }

// Checkout is the use.
type Checkout struct {
	db      *sql.DB
	gateway Gateway
	clock   Clock
}

// NewCheckout wires it.
func NewCheckout(db *sql.DB) *Checkout {
	return &Checkout{db: db, gateway: &httpGateway{"charge/"}, clock: systemClock{}}
}

// Place does all inside.
func (c *Checkout) Place(ctx context.Context) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	id := c.gateway.Format("1") // stays inside
	if err := c.clock.Now(ctx); err != nil {
		return err
	}
	if err := c.gateway.Charge(ctx, id); err != nil { // want "onepkg.Gateway.Charge leaves"
		return err
	}
	if err := c.charge(ctx, id); err != nil { // want "onepkg.Checkout.charge leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return c.gateway.Charge(ctx, id)
}

func (c *Checkout) charge(ctx context.Context, id string) error { return c.gateway.Charge(ctx, id) }

// decorated calls what it decorates.
type decorated struct{ Gateway }

func (d decorated) Charge(ctx context.Context, id string) error { return d.Gateway.Charge(ctx, id) }

func wrap(g Gateway) Gateway { return decorated{g} }

func throughDecorator(ctx context.Context, tx *sql.Tx) error {
	return wrap(&httpGateway{}).Charge(ctx, "1") // want "onepkg.Gateway.Charge leaves"
}

// A type parameter that is an interface.
func charge[G Gateway](ctx context.Context, tx *sql.Tx, g G) error {
	return g.Charge(ctx, "1") // want "onepkg.Gateway.Charge leaves"
}

// A method expression of the interface.
func methodExpression(ctx context.Context, tx *sql.Tx, g Gateway) error {
	call := Gateway.Charge
	return call(g, ctx, "1") // want "leaves the process"
}

// A method value, handed on.
func methodValue(ctx context.Context, tx *sql.Tx, g Gateway) error {
	return run(ctx, g.Charge) // want "leaves the process"
}

func run(ctx context.Context, fn func(context.Context, string) error) error { return fn(ctx, "1") }
