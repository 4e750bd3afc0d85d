// Package consumer keeps billing's copies of payers and of their companies.
package consumer

import (
	"context"

	"gorm.io/gorm"

	"example.com/shop/contracts"
	"example.com/shop/pkg/bus"
	"example.com/shop/services/billing/store"
)

// Consumer handles messages of the accounts service.
type Consumer struct {
	payers *store.Payers
	bus    *bus.Bus
}

// New returns a consumer.
func New(db *gorm.DB, b *bus.Bus) *Consumer { return &Consumer{payers: store.NewPayers(db), bus: b} }

// Register subscribes the consumer.
func (c *Consumer) Register() {
	bus.Handle(c.bus, contracts.TopicCompanies, c.Company)
	bus.Handle(c.bus, contracts.TopicUsers, c.Payer)
}

// Company keeps the copy of a company.
func (c *Consumer) Company(ctx context.Context, msg contracts.CompanyChanged) error {
	return c.payers.SaveCompany(ctx, msg)
}

// Payer keeps the copy of a user, and announces the payer.
func (c *Consumer) Payer(ctx context.Context, msg contracts.UserChanged) error {
	if err := c.payers.Save(ctx, msg); err != nil {
		return err
	}
	return c.bus.Publish(ctx, contracts.TopicPayers, contracts.PayerChanged{
		ID: msg.ID, Name: msg.Name, Email: msg.Email, CreatedUtcDate: msg.CreatedUtcDate,
	})
}
