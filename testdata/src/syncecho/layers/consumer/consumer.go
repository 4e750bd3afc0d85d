// Package consumer knows interfaces alone.
package consumer

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/syncecho/layers/domain"
	"example.com/fixtures/syncecho/msgs"
)

// A Consumer applies messages.
type Consumer struct {
	Customers domain.Customers
	Events    domain.Events
	Notices   domain.Notices
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
	row := &domain.Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}
	switch m.Topic {
	case "save":
		return c.Customers.Save(ctx, row) // want `consumer Consumer.apply writes customers, the copy of accounts.users, and raises domain.CustomerUpdated about it`
	case "publish":
		return c.Customers.SaveIf(ctx, row, true) // want `consumer Consumer.apply writes customers`
	case "context":
		return c.Customers.SaveByContext(ctx, row) // want `consumer Consumer.apply writes customers`
	case "itself":
		if err := c.Customers.SaveQuietly(ctx, row); err != nil {
			return err
		}
		return c.Events.Publish(ctx, "customers", &msgs.CustomerChanged{ID: e.ID}) // want `consumer Consumer.apply writes customers, the copy of accounts.users, and raises msgs.CustomerChanged`
	case "quiet":
		return c.Customers.SaveQuietly(ctx, row)
	case "not":
		return c.Customers.SaveIf(ctx, row, false)
	case "quiet context":
		return c.Customers.SaveByContext(domain.Quiet(ctx), row)
	case "perhaps":
		if err := c.Customers.SaveQuietly(ctx, row); err != nil {
			return err
		}
		return c.Notices.Emit(ctx, "customers", &msgs.CustomerChanged{ID: e.ID})
	case "domain":
		if err := c.Customers.SaveQuietly(ctx, row); err != nil {
			return err
		}
		return c.Events.Publish(ctx, "customers", &msgs.CustomerBlocked{ID: e.ID})
	}
	return nil
}
