// Package client is how others ask accounts.
package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Client has both guards.
type Client struct {
	base    string
	http    *http.Client
	breaker *gobreaker.CircuitBreaker[string]
}

func New(base string) *Client {
	return &Client{base: base, http: &http.Client{Timeout: 2 * time.Second}, breaker: gobreaker.NewCircuitBreaker[string](gobreaker.Settings{})}
}

func (c *Client) Name(ctx context.Context, id string) (string, error) {
	return c.breaker.Execute(func() (string, error) { return get(ctx, c.http, c.base+"/users/"+id) })
}

// Bare has none.
type Bare struct {
	base string
	http *http.Client
}

func NewBare(base string) *Bare {
	return &Bare{base: base, http: &http.Client{}}
}

func (b *Bare) Name(ctx context.Context, id string) (string, error) {
	return get(ctx, b.http, b.base+"/users/"+id)
}

// Namer is what others may ask for.
type Namer interface {
	Name(ctx context.Context, id string) (string, error)
}

// Titler is implemented by Bare alone.
type Titler interface {
	Title(ctx context.Context, id string) (string, error)
}

func (b *Bare) Title(ctx context.Context, id string) (string, error) {
	return get(ctx, b.http, b.base+"/titles/"+id)
}

// URL touches nothing.
func (b *Bare) URL() string { return b.base }

func get(ctx context.Context, client *http.Client, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("status %s", resp.Status)
	}
	var name string
	err = json.NewDecoder(resp.Body).Decode(&name)
	return name, err
}
