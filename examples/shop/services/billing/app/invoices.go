// Package app holds the use cases of the billing service.
package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm"

	"example.com/shop/contracts"
	"example.com/shop/pkg/alert"
	"example.com/shop/pkg/bus"
	"example.com/shop/pkg/metrics"
	"example.com/shop/services/billing/domain"
	"example.com/shop/services/billing/store"
)

const term = 14 * 24 * time.Hour

// Invoices issues invoices and takes them back.
type Invoices struct {
	db    *gorm.DB
	bus   *bus.Bus
	pager alert.Pager
}

// NewInvoices returns the use cases.
func NewInvoices(db *gorm.DB, b *bus.Bus, pager alert.Pager) *Invoices {
	return &Invoices{db: db, bus: b, pager: pager}
}

// Issue writes an invoice and announces it.
func (i *Invoices) Issue(ctx context.Context, orderID, customerID string, amount domain.Money) (string, error) {
	inv := store.Invoice{
		OrderID:     orderID,
		CustomerID:  customerID,
		AmountCents: amount.Cents,
		Currency:    amount.Currency,
		Status:      domain.StatusOpen,
		DueAt:       time.Now().Add(term),
	}
	err := i.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&inv).Error; err != nil {
			return fmt.Errorf("insert invoice: %w", err)
		}
		metrics.Count("billing.invoices.issued")
		return i.bus.Publish(ctx, contracts.TopicInvoicesIssued, contracts.InvoiceIssued{
			InvoiceID:      inv.ID,
			OrderID:        inv.OrderID,
			AmountCents:    inv.AmountCents,
			Currency:       inv.Currency,
			CreatedUtcDate: inv.CreatedAt.UTC(),
		})
	})
	if err != nil {
		return "", err
	}
	return inv.ID, nil
}

// Void takes back an invoice. Of one that is paid, somebody has to return the money.
func (i *Invoices) Void(ctx context.Context, id, reason string) error {
	return i.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		inv, err := store.LockInvoice(tx, id)
		if err != nil {
			return err
		}
		if inv.Status == domain.StatusPaid {
			go i.pager.Page(context.WithoutCancel(ctx), "void of paid invoice "+id+": "+reason)
			return ErrStatus
		}
		slog.InfoContext(ctx, "invoice void", "invoice", id, "reason", reason)
		return store.SetStatus(tx, id, domain.StatusVoid)
	})
}
