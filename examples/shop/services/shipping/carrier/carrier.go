// Package carrier talks to the parcel carrier.
package carrier

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"example.com/shop/pkg/httpx"
	"example.com/shop/services/shipping/domain"
)

// Client is the carrier's API.
type Client struct {
	http *httpx.Client
}

// New returns the API at base.
func New(base string) *Client {
	return &Client{http: httpx.NewClient("carrier", base, 10*time.Second)}
}

// Book has a parcel picked up and returns its number.
func (c *Client) Book(ctx context.Context, p domain.Parcel) (string, error) {
	var answer struct {
		Tracking string `json:"tracking"`
	}
	if err := c.http.Post(ctx, "/parcels", map[string]int{"weight": p.WeightGrams}, &answer); err != nil {
		return "", fmt.Errorf("book parcel %s/%d: %w", p.OrderID, p.Number, err)
	}
	return answer.Tracking, nil
}

// Scans returns what has happened since.
func (c *Client) Scans(ctx context.Context, since time.Time) ([]domain.Scan, error) {
	var scans []domain.Scan
	if err := c.http.Get(ctx, "/scans?since="+url.QueryEscape(since.Format(time.RFC3339)), &scans); err != nil {
		return nil, fmt.Errorf("scans: %w", err)
	}
	return scans, nil
}
