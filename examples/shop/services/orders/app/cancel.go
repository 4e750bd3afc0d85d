package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/shop/pkg/db"
	"example.com/shop/services/orders/client"
	"example.com/shop/services/orders/domain"
	"example.com/shop/services/orders/store"
)

// ErrStatus is returned for what cannot be done with an order any more.
var ErrStatus = errors.New("order is in the wrong status")

// Cancellations cancels orders.
type Cancellations struct {
	DB      *sql.DB
	Billing *client.Billing
}

// Cancel cancels an order that has not been shipped.
func (c *Cancellations) Cancel(ctx context.Context, id string) error {
	return db.WithTx(ctx, c.DB, func(tx *sql.Tx) error {
		o, err := store.LockOrder(ctx, tx, id)
		if err != nil {
			return err
		}
		if o.Status != domain.StatusPlaced {
			return ErrStatus
		}
		return c.settle(ctx, tx, o)
	})
}

// settle closes the order and whatever is owed for it.
func (c *Cancellations) settle(ctx context.Context, tx *sql.Tx, o domain.Order) error {
	if err := store.SetStatus(ctx, tx, o.ID, domain.StatusCancelled); err != nil {
		return fmt.Errorf("cancel %s: %w", o.ID, err)
	}
	if o.InvoiceID == nil {
		return nil
	}
	return c.Billing.Void(ctx, *o.InvoiceID, "order cancelled")
}
