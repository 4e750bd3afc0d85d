// Package consumer knows the domain's interfaces alone.
package consumer

import (
	"context"
	"encoding/json"
	"time"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/staleconsumer/layers/domain"
	"example.com/fixtures/staleconsumer/msgs"
)

// A Renamer is what the consumer needs of the service.
type Renamer interface {
	Rename(ctx context.Context, id, name string, at time.Time) error
	RenameChecked(ctx context.Context, id, name string, at time.Time) error
}

// A Consumer applies messages.
type Consumer struct {
	Customers domain.Customers
	Service   Renamer
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

func toCustomer(e *msgs.CustomerChanged) *domain.Customer {
	return &domain.Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}
}

func (c *Consumer) apply(ctx context.Context, m kafka.Message) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	switch m.Topic {
	case "save":
		return c.Customers.Save(ctx, toCustomer(&e)) // want `consumer Consumer.apply overwrites customers by a message of type msgs.CustomerChanged`
	case "newer":
		return c.Customers.SaveIfNewer(ctx, toCustomer(&e))
	case "add":
		return c.Customers.Add(ctx, toCustomer(&e))
	case "rename":
		return c.Service.Rename(ctx, e.ID, e.Name, e.CreatedAt) // want `consumer Consumer.apply overwrites customers by a message of type msgs.CustomerChanged`
	case "checked":
		return c.Service.RenameChecked(ctx, e.ID, e.Name, e.CreatedAt)
	}
	return nil
}
