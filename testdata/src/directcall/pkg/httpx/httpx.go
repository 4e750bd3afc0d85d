// Package httpx is a client with both guards, for whatever address.
package httpx

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
)

type Client struct {
	base    string
	http    *http.Client
	breaker *gobreaker.CircuitBreaker[[]byte]
}

func New(name, base string, timeout time.Duration) *Client {
	return &Client{base: base, http: &http.Client{Timeout: timeout}, breaker: gobreaker.NewCircuitBreaker[[]byte](gobreaker.Settings{Name: name})}
}

func (c *Client) Get(ctx context.Context, path string) ([]byte, error) {
	return c.breaker.Execute(func() ([]byte, error) { return c.roundTrip(ctx, path) })
}

func (c *Client) roundTrip(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return nil, io.ErrUnexpectedEOF
	}
	return io.ReadAll(resp.Body)
}
