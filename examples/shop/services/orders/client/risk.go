package client

import (
	"context"
	"fmt"
	"time"

	"example.com/shop/pkg/httpx"
	"example.com/shop/services/orders/domain"
)

// Risk asks a third party how likely an order is to be fraud.
type Risk struct {
	http *httpx.Client
}

// NewRisk returns a client of the API at base.
func NewRisk(base string) *Risk {
	return &Risk{http: httpx.NewClient("risk", base, 5*time.Second)}
}

// Score returns "low", "medium" or "high".
func (r *Risk) Score(ctx context.Context, orderID string) (string, error) {
	var answer struct {
		Level string `json:"level"`
	}
	if err := r.http.Get(ctx, "/v2/orders/"+orderID+"/score", &answer); err != nil {
		return "", fmt.Errorf("risk of %s: %w", orderID, err)
	}
	return answer.Level, nil
}

// Report tells about an order, so that it can be scored later.
func (r *Risk) Report(ctx context.Context, o domain.Order) error {
	return r.http.Post(ctx, "/v2/orders", map[string]any{"id": o.ID, "amount": o.AmountCents, "country": o.Country}, nil)
}
