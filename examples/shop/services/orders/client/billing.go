// Package client holds the clients of what the orders service calls.
package client

import (
	"context"
	"fmt"
	"time"

	"github.com/sony/gobreaker/v2"
	"google.golang.org/grpc"

	"example.com/shop/services/billing/api/billingv1"
	"example.com/shop/services/orders/domain"
)

const billingTimeout = 2 * time.Second

// Billing asks the billing service for invoices.
type Billing struct {
	stub    billingv1.BillingClient
	breaker *gobreaker.CircuitBreaker[string]
}

// NewBilling returns a client on the connection.
func NewBilling(conn grpc.ClientConnInterface) *Billing {
	return &Billing{
		stub:    billingv1.NewBillingClient(conn),
		breaker: gobreaker.NewCircuitBreaker[string](gobreaker.Settings{Name: "billing"}),
	}
}

// Issue returns the id of the invoice of an order.
func (b *Billing) Issue(ctx context.Context, o domain.Order) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, billingTimeout)
	defer cancel()
	id, err := b.breaker.Execute(func() (string, error) {
		resp, err := b.stub.IssueInvoice(ctx, &billingv1.IssueInvoiceRequest{
			OrderId:     o.ID,
			CustomerId:  o.CustomerID,
			AmountCents: o.AmountCents,
			Currency:    o.Currency,
		})
		return resp.GetInvoiceId(), err
	})
	if err != nil {
		return "", fmt.Errorf("issue invoice: %w", err)
	}
	return id, nil
}

// Void takes back an invoice.
func (b *Billing) Void(ctx context.Context, invoiceID, reason string) error {
	ctx, cancel := context.WithTimeout(ctx, billingTimeout)
	defer cancel()
	_, err := b.breaker.Execute(func() (string, error) {
		_, err := b.stub.VoidInvoice(ctx, &billingv1.VoidInvoiceRequest{InvoiceId: invoiceID, Reason: reason})
		return "", err
	})
	if err != nil {
		return fmt.Errorf("void invoice %s: %w", invoiceID, err)
	}
	return nil
}
