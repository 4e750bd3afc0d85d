// Package domain holds the values of the billing service.
package domain

import "fmt"

// What an invoice may be.
const (
	StatusOpen = "open"
	StatusPaid = "paid"
	StatusVoid = "void"
)

// Money is an amount in the smallest unit of its currency.
type Money struct {
	Cents    int64
	Currency string
}

func (m Money) String() string {
	return fmt.Sprintf("%d.%02d %s", m.Cents/100, m.Cents%100, m.Currency)
}
