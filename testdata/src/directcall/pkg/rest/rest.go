// Package rest is a client without guards, for whatever address.
package rest

import (
	"context"
	"errors"
	"net/http"
)

type Client struct {
	base string
	http *http.Client
}

func New(base string) *Client { return &Client{base: base, http: &http.Client{}} }

// With lets the caller say which client.
func With(base string, client *http.Client) *Client { return &Client{base: base, http: client} }

func (c *Client) Ping(ctx context.Context, path string) error { return c.ping(ctx, path) }

func (c *Client) ping(ctx context.Context, path string) error {
	return Ping(ctx, c.http, c.base+path)
}

func Ping(ctx context.Context, client *http.Client, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return resp.Body.Close()
}
