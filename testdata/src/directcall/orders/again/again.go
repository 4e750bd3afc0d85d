// Package again asks with a client that tries again.
package again

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// A Client keeps on trying.
type Client struct {
	base string
	http *retryablehttp.Client
}

// New tries often, and waits for each answer as long as it takes.
func New() *Client {
	c := retryablehttp.NewClient()
	c.RetryMax = 6
	c.RetryWaitMax = 20 * time.Second
	return &Client{base: os.Getenv("ACCOUNTS_URL"), http: c}
}

func (c *Client) All(ctx context.Context) error {
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, c.base+"/users", nil)
	if err != nil {
		return err
	}
	return sent(c.http.Do(req)) // want `retryablehttp.Client.Do calls service accounts without a timeout, without a circuit breaker\n`
}

// A Patient client waits for each answer but a while.
type Patient struct {
	base string
	http *retryablehttp.Client
}

// NewPatient bounds each try.
func NewPatient() *Patient {
	c := retryablehttp.NewClient()
	c.HTTPClient.Timeout = 3 * time.Second
	return &Patient{base: os.Getenv("ACCOUNTS_URL"), http: c}
}

func (p *Patient) All(ctx context.Context) error {
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, p.base+"/users", nil)
	if err != nil {
		return err
	}
	return sent(p.http.Do(req)) // want `retryablehttp.Client.Do calls service accounts without a circuit breaker\n`
}

// Bounded has its deadline in the request.
func (c *Client) Bounded(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, c.base+"/users", nil)
	if err != nil {
		return err
	}
	return sent(c.http.Do(req)) // want `retryablehttp.Client.Do calls service accounts without a circuit breaker\n`
}

// Elsewhere asks nobody of ours.
func (c *Client) Elsewhere(ctx context.Context) error {
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, "https://example.org/users", nil)
	if err != nil {
		return err
	}
	return sent(c.http.Do(req))
}

func sent(resp *http.Response, err error) error {
	if err == nil && resp.StatusCode >= 400 {
		return errors.New(resp.Status)
	}
	return err
}
