// Package consumers decides in functions that its stores call.
package consumers

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/forcesync/decided/rows"
	"example.com/fixtures/forcesync/msgs"
)

// A Customer is a copy.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
}

// Next is the customer after e, or nil if e is not news.
func (c *Customer) Next(e msgs.UserChanged) *Customer {
	if c != nil && !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return &Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate}
}

// Repaired is Next, but for repairs.
func (c *Customer) Repaired(e msgs.UserChanged) *Customer {
	if c != nil && !e.IsForceSync && !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return &Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate}
}

// Customers is where they are kept.
type Customers interface {
	Amend(ctx context.Context, id string, fn func(cur *Customer) (*Customer, error)) error
	Find(ctx context.Context, id string) (*Customer, error)
	Put(ctx context.Context, c *Customer) error
}

// A Consumer applies messages.
type Consumer struct {
	Rows      *rows.Repo[Customer]
	Customers Customers
	Log       *slog.Logger
}

// Run receives messages until there is an error.
func (c *Consumer) Run(ctx context.Context, r *kafka.Reader) error {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if err := c.apply(ctx, m); err != nil {
			return err
		}
	}
}

func (c *Consumer) apply(ctx context.Context, m kafka.Message) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	switch m.Topic {
	case "mutated":
		return c.Rows.Mutate(ctx, e.ID, func(cur *Customer) (*Customer, error) {
			if cur != nil && !e.CreatedUtcDate.After(cur.SyncedAt) { // want `consumer Consumer.apply refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too`
				c.Log.Warn("late", "id", e.ID, "force", e.IsForceSync)
				return nil, nil
			}
			return &Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate}, nil
		})
	case "mutated anyway":
		return c.Rows.Mutate(ctx, e.ID, func(cur *Customer) (*Customer, error) {
			if cur != nil && !e.IsForceSync && !e.CreatedUtcDate.After(cur.SyncedAt) {
				return nil, nil
			}
			return &Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate}, nil
		})
	case "amended":
		return c.Customers.Amend(ctx, e.ID, func(cur *Customer) (*Customer, error) { // want `refuses older messages`
			next := cur.Next(e)
			if next == nil {
				c.Log.Warn("late", "id", e.ID)
			}
			return next, nil
		})
	case "amended anyway":
		return c.Customers.Amend(ctx, e.ID, func(cur *Customer) (*Customer, error) { return cur.Repaired(e), nil })
	case "put":
		cur, err := c.Customers.Find(ctx, e.ID)
		if err != nil {
			return err
		}
		next := cur.Next(e)
		if next == nil {
			return nil
		}
		return c.Customers.Put(ctx, next) // want `refuses older messages`
	case "put anyway":
		cur, err := c.Customers.Find(ctx, e.ID)
		if err != nil {
			return err
		}
		if next := cur.Repaired(e); next != nil {
			return c.Customers.Put(ctx, next)
		}
	}
	return nil
}
