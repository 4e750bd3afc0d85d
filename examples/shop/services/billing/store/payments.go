package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/shop/services/billing/domain"
)

// Sequence numbers payments.
type Sequence struct{}

// Next returns the next number. Numbers of payments that are rolled back are lost.
func (Sequence) Next(ctx context.Context, tx *gorm.DB) (string, error) {
	var n int64
	if err := tx.WithContext(ctx).Raw("SELECT nextval('payment_numbers')").Scan(&n).Error; err != nil {
		return "", fmt.Errorf("payment number: %w", err)
	}
	return fmt.Sprintf("P-%08d", n), nil
}

// LockInvoice returns an invoice that nobody else can change until tx ends.
func LockInvoice(tx *gorm.DB, id string) (Invoice, error) {
	var inv Invoice
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).First(&inv, "id = ?", id).Error
	if err != nil {
		return inv, fmt.Errorf("lock invoice %s: %w", id, err)
	}
	return inv, nil
}

// SetStatus changes the status of an invoice.
func SetStatus(tx *gorm.DB, id, status string) error {
	return tx.Model(&Invoice{}).Where("id = ?", id).Update("status", status).Error
}

// Settle closes an invoice together with its order.
func Settle(tx *gorm.DB, inv Invoice) error {
	if err := SetStatus(tx, inv.ID, domain.StatusPaid); err != nil {
		return fmt.Errorf("settle invoice %s: %w", inv.ID, err)
	}
	err := tx.Table("orders.orders").Where("id = ?", inv.OrderID).Update("status", "paid").Error
	if err != nil {
		return fmt.Errorf("settle order %s: %w", inv.OrderID, err)
	}
	return nil
}
