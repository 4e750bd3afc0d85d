package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// Payments has the billing service take the money for an invoice.
type Payments struct {
	Base string
}

// Pay pays an invoice.
func (p Payments) Pay(ctx context.Context, invoiceID string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Base+"/invoices/"+url.PathEscape(invoiceID)+"/pay", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("pay invoice %s: %w", invoiceID, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("pay invoice %s: status %s", invoiceID, resp.Status)
	}
	return nil
}
