// Package bus publishes, in two ways.
package bus

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
)

// A Publisher publishes.
type Publisher interface {
	Publish(ctx context.Context, topic string) error
}

// Querier is a pool or a transaction.
type Querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Direct sends at once.
type Direct struct{}

// Publish leaves the process.
func (*Direct) Publish(ctx context.Context, topic string) error { return remote.Call(ctx, topic) }

// Outbox keeps what is published in a table.
type Outbox struct{ Q Querier }

// Publish stays in the database.
func (o *Outbox) Publish(ctx context.Context, topic string) error {
	_, err := o.Q.ExecContext(ctx, "INSERT INTO outbox (topic) VALUES ($1)", topic)
	return err
}

// Counted decorates another: whoever makes it the interface says nothing of
// which one is behind it.
type Counted struct {
	Publisher
	N int
}

// Publish counts.
func (c *Counted) Publish(ctx context.Context, topic string) error {
	c.N++
	return c.Publisher.Publish(ctx, topic)
}
