// Package domain holds the entities of the orders service.
package domain

import "time"

// What an order may be.
const (
	StatusPlaced    = "placed"
	StatusCancelled = "cancelled"
	StatusReturned  = "returned"
)

// Order is what a customer has bought.
type Order struct {
	ID          string    `db:"id"`
	CustomerID  string    `db:"customer_id"`
	Country     string    `db:"country"`
	Status      string    `db:"status"`
	AmountCents int64     `db:"amount_cents"`
	Currency    string    `db:"currency"`
	InvoiceID   *string   `db:"invoice_id"`
	PlacedAt    time.Time `db:"placed_at"`
	Lines       []Line    `db:"-"`
}

// Line is one article of an order.
type Line struct {
	OrderID    string `db:"order_id"`
	SKU        string `db:"sku"`
	Quantity   int    `db:"quantity"`
	PriceCents int64  `db:"price_cents"`
}

// Total adds up the lines and the tax.
func (o Order) Total(vatRate float64) int64 {
	var net int64
	for _, line := range o.Lines {
		net += line.PriceCents * int64(line.Quantity)
	}
	return net + int64(float64(net)*vatRate/100)
}
