// Package consumer knows interfaces alone.
package consumer

import (
	"context"
	"encoding/json"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/forcesync/layers/domain"
	"example.com/fixtures/forcesync/msgs"
)

// A Consumer applies messages.
type Consumer struct {
	Customers domain.Customers
	Policy    domain.Policy
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

func toCustomer(e *msgs.UserChanged) *domain.Customer {
	return &domain.Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate}
}

func (c *Consumer) apply(ctx context.Context, m kafka.Message) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	switch m.Topic {
	case "newer":
		return c.Customers.SaveIfNewer(ctx, toCustomer(&e)) // want `consumer Consumer.apply refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too(?s:.*)fix: .* with e.CreatedUtcDate for \$m and e.IsForceSync for \$n$`
	case "deaf":
		return c.Customers.SaveDeaf(ctx, toCustomer(&e), e.IsForceSync) // want `consumer Consumer.apply refuses older messages`
	case "or":
		return c.Customers.SaveOr(ctx, toCustomer(&e), e.IsForceSync)
	case "marked":
		row := toCustomer(&e)
		row.Override = e.IsForceSync
		return c.Customers.SaveMarked(ctx, row)
	case "options":
		return c.Customers.SaveWith(ctx, toCustomer(&e), domain.Anyway(e.IsForceSync))
	case "policy":
		stored, err := c.Customers.Find(ctx, e.ID)
		if err != nil {
			return err
		}
		if !c.Policy.Applies(ctx, stored, &e) || e.CreatedUtcDate.IsZero() {
			return nil
		}
		return c.Customers.SaveOr(ctx, toCustomer(&e), true)
	}
	return nil
}
