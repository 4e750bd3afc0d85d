// Package shop begins its units behind interfaces of its own.
package shop

import (
	"context"
	"errors"
	"net/http"

	"example.com/fixtures/remotetx/begun/unit"
)

type starter interface {
	Start(ctx context.Context) (*unit.Unit, error)
}

type lender interface {
	Lend(ctx context.Context) (*unit.Lazy, error)
}

type opener interface {
	Open(ctx context.Context) (*unit.Report, error)
}

type desk struct {
	units   starter
	lazy    lender
	reports opener
}

func pay() error {
	_, err := http.Post("http://payments/captures", "application/json", nil)
	return err
}

func (d *desk) buy(ctx context.Context) error {
	u, err := d.units.Start(ctx)
	if err != nil {
		return err
	}
	defer u.Discard()
	if err := pay(); err != nil { // want `shop.pay leaves the process while the transaction opened at line 36 is still open`
		return err
	}
	if err := u.Exec(ctx, "INSERT INTO payments DEFAULT VALUES"); err != nil {
		return err
	}
	return u.Save()
}

func (d *desk) begin(ctx context.Context) (*unit.Unit, error) { return d.units.Start(ctx) }

func (d *desk) byHelper(ctx context.Context) error {
	u, err := d.begin(ctx)
	if err != nil {
		return err
	}
	defer u.Discard()
	if err := pay(); err != nil { // want `shop.pay leaves the process while the transaction opened at line 53 is still open`
		return err
	}
	return u.Save()
}

// Near misses.

func (d *desk) notBegun(ctx context.Context) error {
	u, err := d.units.Start(ctx)
	if err != nil {
		return errors.Join(err, pay())
	}
	defer u.Discard()
	return u.Save()
}

func (d *desk) before(ctx context.Context) error {
	if err := pay(); err != nil {
		return err
	}
	u, err := d.units.Start(ctx)
	if err != nil {
		return err
	}
	defer u.Discard()
	return u.Save()
}

func (d *desk) after(ctx context.Context) error {
	u, err := d.units.Start(ctx)
	if err != nil {
		return err
	}
	defer u.Discard()
	if err := u.Save(); err != nil {
		return err
	}
	return pay()
}

// Nothing is open in a unit that begins late.
func (d *desk) late(ctx context.Context) error {
	u, err := d.lazy.Lend(ctx)
	if err != nil {
		return err
	}
	if err := pay(); err != nil {
		return err
	}
	if err := u.Exec(ctx, "INSERT INTO payments DEFAULT VALUES"); err != nil {
		return err
	}
	return u.Save()
}

// Who opens it is not known: it may be somebody who has one already.
func (d *desk) either(ctx context.Context) error {
	r, err := d.reports.Open(ctx)
	if err != nil {
		return err
	}
	if err := pay(); err != nil {
		return err
	}
	return r.Close()
}
