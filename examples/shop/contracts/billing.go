package contracts

import "time"

// Topics of the billing service.
const (
	TopicInvoicesIssued = "billing.invoices"
	TopicPayers         = "billing.payers"
)

// InvoiceIssued is sent once for each invoice.
type InvoiceIssued struct {
	InvoiceID      string    `json:"invoice_id"`
	OrderID        string    `json:"order_id"`
	AmountCents    int64     `json:"amount_cents"`
	Currency       string    `json:"currency"`
	CreatedUtcDate time.Time `json:"created_utc_date"`
}

// PayerChanged carries the whole payer as it was at CreatedUtcDate.
type PayerChanged struct {
	ID             string    `json:"id"`
	Name           string    `json:"name"`
	Email          string    `json:"email"`
	CreatedUtcDate time.Time `json:"created_utc_date"`
}
