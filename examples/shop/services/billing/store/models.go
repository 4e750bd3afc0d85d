// Package store reads and writes the tables of the billing service.
package store

import (
	"time"

	"example.com/shop/services/billing/domain"
)

// Invoice is what a customer owes for an order.
type Invoice struct {
	ID          string `gorm:"default:gen_random_uuid()"`
	Number      int64  `gorm:"->"`
	OrderID     string
	CustomerID  string
	AmountCents int64
	Currency    string
	Status      string
	DueAt       time.Time
	CreatedAt   time.Time
}

// Money is the amount of the invoice.
func (i Invoice) Money() domain.Money {
	return domain.Money{Cents: i.AmountCents, Currency: i.Currency}
}

// Payment is what a customer has paid.
type Payment struct {
	Number      string `gorm:"primaryKey"`
	InvoiceID   string
	Reference   string
	AmountCents int64
	CreatedAt   time.Time
}

// Recipient is a row of the view that the invoice letters are printed from.
type Recipient struct {
	InvoiceID string
	Number    int64
	Name      string
	Email     string
}

// TableName names the view.
func (Recipient) TableName() string { return "invoice_recipients" }
