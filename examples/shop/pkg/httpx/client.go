// Package httpx holds the HTTP client and server that all services use.
package httpx

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
)

// ErrNotFound is returned for status 404.
var ErrNotFound = errors.New("not found")

// Client speaks JSON to one other service, with a timeout and a circuit breaker.
type Client struct {
	base    string
	http    *http.Client
	breaker *gobreaker.CircuitBreaker[[]byte]
}

// NewClient returns a client of the service at base.
func NewClient(name, base string, timeout time.Duration) *Client {
	return &Client{
		base: base,
		http: &http.Client{Timeout: timeout},
		breaker: gobreaker.NewCircuitBreaker[[]byte](gobreaker.Settings{
			Name:         name,
			IsSuccessful: func(err error) bool { return err == nil || errors.Is(err, ErrNotFound) },
		}),
	}
}

// Get decodes the answer to GET path into out.
func (c *Client) Get(ctx context.Context, path string, out any) error {
	return c.do(ctx, http.MethodGet, path, nil, out)
}

// Post sends in as JSON and decodes the answer into out, if out is not nil.
func (c *Client) Post(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode %T: %w", in, err)
	}
	return c.do(ctx, http.MethodPost, path, body, out)
}

func (c *Client) do(ctx context.Context, method, path string, body []byte, out any) error {
	answer, err := c.breaker.Execute(func() ([]byte, error) { return c.roundTrip(ctx, method, path, body) })
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

func (c *Client) roundTrip(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return nil, ErrNotFound
	case resp.StatusCode >= http.StatusBadRequest:
		return nil, fmt.Errorf("status %s", resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, 1<<20))
}
