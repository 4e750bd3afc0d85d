// Package consumer keeps the local copies in step with their owners.
package consumer

import (
	"context"
	"errors"
	"log/slog"

	"example.com/shop/contracts"
	"example.com/shop/pkg/bus"
	"example.com/shop/pkg/metrics"
	"example.com/shop/services/shipping/store"
)

// What has not arrived yet. The message is delivered again, and later messages in the meantime.
var (
	ErrNoCompany  = errors.New("company has not arrived")
	ErrNoCustomer = errors.New("customer has not arrived")
)

// Consumer handles messages of the accounts and orders services.
type Consumer struct {
	copies    *store.Copies
	shipments *store.Shipments
}

// New returns a consumer.
func New(copies *store.Copies, shipments *store.Shipments) *Consumer {
	return &Consumer{copies: copies, shipments: shipments}
}

// Register subscribes the consumer.
func (c *Consumer) Register(b *bus.Bus) {
	bus.Handle(b, contracts.TopicCompanies, c.Company)
	bus.Handle(b, contracts.TopicUsers, c.User)
	bus.Handle(b, contracts.TopicOrdersPlaced, c.Order)
}

// Company keeps the copy of a company.
func (c *Consumer) Company(ctx context.Context, msg contracts.CompanyChanged) error {
	saved, err := c.copies.SaveCompany(ctx, msg)
	if err != nil {
		return err
	}
	if !saved {
		slog.InfoContext(ctx, "company is newer than message", "company", msg.ID)
	}
	return nil
}

// User keeps the copy of a user, who is a customer here.
func (c *Consumer) User(ctx context.Context, msg contracts.UserChanged) error {
	if msg.CompanyID != "" {
		found, err := c.copies.HasCompany(ctx, msg.CompanyID)
		if err != nil {
			return err
		}
		if !found {
			metrics.Count("shipping.waits.company")
			return ErrNoCompany
		}
	}
	saved, err := c.copies.SaveCustomer(ctx, msg)
	if err != nil {
		return err
	}
	if !saved {
		slog.InfoContext(ctx, "customers: newer than message from accounts.users", "customer", msg.ID)
		return c.copies.RefusedCustomer(ctx, msg.ID)
	}
	return nil
}

// Order opens the shipment of an order.
func (c *Consumer) Order(ctx context.Context, msg contracts.OrderPlaced) error {
	found, err := c.copies.HasCustomer(ctx, msg.CustomerID)
	if err != nil {
		return err
	}
	if !found {
		metrics.Count("shipping.waits.customer")
		return ErrNoCustomer
	}
	return c.shipments.Open(ctx, msg)
}
