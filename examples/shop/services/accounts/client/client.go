// Package client is how other services ask the accounts service.
package client

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"example.com/shop/pkg/httpx"
)

// User is what other services may know of a user.
type User struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Country string `json:"country"`
	Status  string `json:"status"`
}

// Client calls the API of the accounts service.
type Client struct {
	http *httpx.Client
}

// New returns a client of the service at base.
func New(base string) *Client {
	return &Client{http: httpx.NewClient("accounts", base, 3*time.Second)}
}

// User returns one user, or httpx.ErrNotFound.
func (c *Client) User(ctx context.Context, id string) (User, error) {
	var user User
	if err := c.http.Get(ctx, "/users/"+url.PathEscape(id), &user); err != nil {
		return user, fmt.Errorf("user %s: %w", id, err)
	}
	return user, nil
}
