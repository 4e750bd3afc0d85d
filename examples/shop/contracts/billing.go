package contracts

import "time"

// TopicInvoicesIssued announces invoices.
const TopicInvoicesIssued = "billing.invoices"

// InvoiceIssued is sent once for each invoice.
type InvoiceIssued struct {
	InvoiceID      string    `json:"invoice_id"`
	OrderID        string    `json:"order_id"`
	AmountCents    int64     `json:"amount_cents"`
	Currency       string    `json:"currency"`
	CreatedUtcDate time.Time `json:"created_utc_date"`
}
