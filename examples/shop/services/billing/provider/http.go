// Package provider talks to the payment provider.
package provider

import (
	"context"
	"fmt"
	"time"

	"example.com/shop/pkg/httpx"
	"example.com/shop/services/billing/domain"
)

// HTTP is the provider's API.
type HTTP struct {
	client *httpx.Client
}

// NewHTTP returns the API at base.
func NewHTTP(base string) *HTTP {
	return &HTTP{client: httpx.NewClient("payments", base, 20*time.Second)}
}

// Capture takes the money and returns the provider's reference.
func (h *HTTP) Capture(ctx context.Context, number string, amount domain.Money) (string, error) {
	var answer struct {
		Reference string `json:"reference"`
	}
	in := map[string]any{"idempotency_key": number, "amount": amount.Cents, "currency": amount.Currency}
	if err := h.client.Post(ctx, "/v1/captures", in, &answer); err != nil {
		return "", fmt.Errorf("capture %s: %w", amount, err)
	}
	return answer.Reference, nil
}

// Remind has the provider send a payment link.
func (h *HTTP) Remind(ctx context.Context, email string, amount domain.Money) error {
	in := map[string]any{"email": email, "amount": amount.Cents, "currency": amount.Currency}
	if err := h.client.Post(ctx, "/v1/links", in, nil); err != nil {
		return fmt.Errorf("remind of %s: %w", amount, err)
	}
	return nil
}
