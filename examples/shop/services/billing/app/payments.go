package app

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"example.com/shop/services/billing/domain"
	"example.com/shop/services/billing/store"
)

// ErrStatus is returned for an invoice that is not open.
var ErrStatus = errors.New("invoice is not open")

// Gateway takes money.
type Gateway interface {
	Capture(ctx context.Context, number string, amount domain.Money) (reference string, err error)
}

// Numbers numbers payments.
type Numbers interface {
	Next(ctx context.Context, tx *gorm.DB) (string, error)
}

// Payments settles invoices.
type Payments struct {
	db      *gorm.DB
	gateway Gateway
	numbers Numbers
}

// NewPayments returns the use cases.
func NewPayments(db *gorm.DB, gateway Gateway, numbers Numbers) *Payments {
	return &Payments{db: db, gateway: gateway, numbers: numbers}
}

// Pay settles an open invoice and returns the number of the payment.
func (p *Payments) Pay(ctx context.Context, invoiceID string) (string, error) {
	tx := p.db.WithContext(ctx).Begin()
	if tx.Error != nil {
		return "", fmt.Errorf("begin: %w", tx.Error)
	}
	defer tx.Rollback()

	inv, err := store.LockInvoice(tx, invoiceID)
	if err != nil {
		return "", err
	}
	if inv.Status != domain.StatusOpen {
		return "", ErrStatus
	}
	number, err := p.numbers.Next(ctx, tx)
	if err != nil {
		return "", err
	}
	reference, err := p.gateway.Capture(ctx, number, inv.Money())
	if err != nil {
		return "", err
	}
	payment := store.Payment{Number: number, InvoiceID: inv.ID, Reference: reference, AmountCents: inv.AmountCents}
	if err := tx.Create(&payment).Error; err != nil {
		return "", fmt.Errorf("insert payment: %w", err)
	}
	if err := store.Settle(tx, inv); err != nil {
		return "", err
	}
	return number, tx.Commit().Error
}
