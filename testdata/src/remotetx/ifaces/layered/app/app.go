// Package app uses the ports: the findings stand here, although main proves
// them.
package app

import (
	"context"
	"database/sql"

	"example.com/fixtures/remotetx/ifaces/layered/domain"
)

// Checkout places orders.
type Checkout struct {
	DB       *sql.DB
	Payments domain.Payments
	Stock    domain.Stock
	Orders   domain.Orders
	Unit     domain.UnitOfWork
	Locks    domain.Locks
	Unknown  domain.Unknown
}

// Place has its transaction in the open.
func (c *Checkout) Place(ctx context.Context, id string) error {
	if err := c.Payments.Charge(ctx, id); err != nil { // before
		return err
	}
	tx, err := c.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := c.Stock.Reserve(ctx, id); err != nil { // stays inside
		return err
	}
	if err := c.Unknown.Do(ctx); err != nil { // nobody knows
		return err
	}
	if err := c.Orders.Save(ctx, tx, id); err != nil { // the finding stands in Save, which has the transaction
		return err
	}
	if err := c.Payments.Charge(ctx, id); err != nil { // want "domain.Payments.Charge leaves the process while the transaction opened at line \\d+ is still open(.|\n)*implemented by adapters.HTTP"
		return err
	}
	//boundarylint:ignore remotetx excused at the call, though main proves it
	if err := c.Payments.Charge(ctx, id); err != nil {
		return err
	}
	return tx.Commit()
}

// InUnit has it behind an interface.
func (c *Checkout) InUnit(ctx context.Context, id string) error {
	err := c.Unit.Run(ctx, func(ctx context.Context) error {
		if err := c.Stock.Reserve(ctx, id); err != nil { // stays inside
			return err
		}
		return c.Payments.Charge(ctx, id) // want "domain.Payments.Charge leaves"
	})
	if err != nil {
		return err
	}
	return c.Payments.Charge(ctx, id) // after
}

// InLock holds a lock and no transaction.
func (c *Checkout) InLock(ctx context.Context, id string) error {
	return c.Locks.Run(ctx, func(ctx context.Context) error { return c.Payments.Charge(ctx, id) })
}

// Through hands the use on to a helper in the same package.
func (c *Checkout) Through(ctx context.Context, tx *sql.Tx) error {
	return c.pay(ctx) // want "app.Checkout.pay leaves"
}

func (c *Checkout) pay(ctx context.Context) error { return c.Payments.Charge(ctx, "") }
