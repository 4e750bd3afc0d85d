// Package wired is given all by main.
package wired

import (
	"context"
	"errors"
	"net/http"
)

type Client struct {
	base string
	http *http.Client
}

func New(base string, client *http.Client) *Client { return &Client{base: base, http: client} }

func (c *Client) Get(ctx context.Context) error {
	return c.do(ctx, "/users")
}

func (c *Client) do(ctx context.Context, path string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	resp, err := c.http.Do(req) // want `net/http.Client.Do calls service accounts without a timeout, without a circuit breaker\n(?s:.*)main.go:\d+:\d+: the client is made without a Timeout`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode > 299 {
		return errors.New(resp.Status)
	}
	return nil
}

// Elsewhere is the same for an address of nobody's.
type Elsewhere struct {
	base string
	http *http.Client
}

func NewElsewhere(base string, client *http.Client) *Elsewhere {
	return &Elsewhere{base: base, http: client}
}

func (c *Elsewhere) Get() error {
	resp, err := c.http.Get(c.base)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
