// Package app holds the use cases of the orders service.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jmoiron/sqlx"

	"example.com/shop/contracts"
	"example.com/shop/pkg/alert"
	"example.com/shop/pkg/db"
	"example.com/shop/pkg/metrics"
	accounts "example.com/shop/services/accounts/client"
	"example.com/shop/services/orders/client"
	"example.com/shop/services/orders/domain"
	"example.com/shop/services/orders/store"
)

// ErrCustomer is returned for customers who may not order.
var ErrCustomer = errors.New("customer may not order")

// Checkout turns carts into orders.
type Checkout struct {
	DB       *sqlx.DB
	Store    *store.Store
	Accounts *accounts.Client
	Billing  *client.Billing
	Risk     *client.Risk
	Pager    alert.Pager
}

// Place places an order and returns its invoice.
func (c *Checkout) Place(ctx context.Context, o domain.Order) (string, error) {
	defer metrics.Since("orders.checkout", time.Now())

	user, err := c.Accounts.User(ctx, o.CustomerID)
	if err != nil {
		return "", err
	}
	if user.Status != "active" {
		return "", ErrCustomer
	}
	rate, err := c.Store.VATRate(ctx, user.Country)
	if err != nil {
		return "", err
	}
	o.Country, o.AmountCents = user.Country, o.Total(rate)

	tx, rollback, err := db.Begin(ctx, c.DB, 10*time.Second)
	if err != nil {
		c.Pager.Page(ctx, "checkout: no transaction: "+err.Error())
		return "", err
	}
	defer rollback()

	if err := store.InsertOrder(ctx, tx, o); err != nil {
		return "", err
	}
	invoiceID, err := c.Billing.Issue(ctx, o)
	if err != nil {
		return "", err
	}
	if err := store.SetInvoice(ctx, tx, o.ID, invoiceID); err != nil {
		return "", fmt.Errorf("set invoice: %w", err)
	}
	err = store.Enqueue(ctx, tx, contracts.TopicOrdersPlaced, contracts.OrderPlaced{
		OrderID:        o.ID,
		CustomerID:     o.CustomerID,
		Country:        o.Country,
		CreatedUtcDate: time.Now().UTC(),
	})
	if err != nil {
		return "", err
	}
	slog.InfoContext(ctx, "order placed", "order", o.ID, "invoice", invoiceID)
	if err := tx.Commit(); err != nil {
		return "", fmt.Errorf("commit: %w", err)
	}

	if err := c.Risk.Report(ctx, o); err != nil {
		slog.WarnContext(ctx, "order not reported", "order", o.ID, "error", err)
	}
	return invoiceID, nil
}
