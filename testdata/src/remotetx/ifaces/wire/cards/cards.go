// Package cards knows nothing of app.
package cards

import (
	"context"

	"example.com/fixtures/remote"
)

// Client charges cards.
type Client struct{}

// Charge calls out.
func (*Client) Charge(ctx context.Context) error { return remote.Call(ctx, "charge") }
