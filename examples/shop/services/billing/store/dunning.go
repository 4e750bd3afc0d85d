package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

const debtorsTable = "accounts.users"

// Debtor is whoever has to be reminded.
type Debtor struct {
	ID     string
	Email  string
	Status string
}

// Dunning looks for invoices that are overdue.
type Dunning struct {
	db *gorm.DB
}

// NewDunning returns a Dunning on the pool.
func NewDunning(db *gorm.DB) *Dunning { return &Dunning{db: db} }

// Overdue returns invoices that should have been paid by now.
func (d *Dunning) Overdue(ctx context.Context, now time.Time) ([]Invoice, error) {
	var invoices []Invoice
	err := d.db.WithContext(ctx).Where("status = ? AND due_at < ?", "open", now).Find(&invoices).Error
	return invoices, err
}

// Debtor returns whom to remind.
func (d *Dunning) Debtor(ctx context.Context, customerID string) (Debtor, error) {
	var debtor Debtor
	query := fmt.Sprintf("SELECT id, email, status FROM %s WHERE id = ?", debtorsTable)
	if err := d.db.WithContext(ctx).Raw(query, customerID).Scan(&debtor).Error; err != nil {
		return debtor, fmt.Errorf("read %s: %w", debtorsTable, err)
	}
	return debtor, nil
}

// Recipient returns whom an invoice is sent to.
func (d *Dunning) Recipient(ctx context.Context, invoiceID string) (Recipient, error) {
	var recipient Recipient
	err := d.db.WithContext(ctx).First(&recipient, "invoice_id = ?", invoiceID).Error
	return recipient, err
}
