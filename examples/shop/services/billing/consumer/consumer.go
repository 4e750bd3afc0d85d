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
type Consumer struct{ payers *store.Payers }

// New returns a consumer.
func New(db *gorm.DB) *Consumer { return &Consumer{payers: store.NewPayers(db)} }

// Register subscribes the consumer.
func (c *Consumer) Register(b *bus.Bus) {
	bus.Handle(b, contracts.TopicCompanies, c.Company)
	bus.Handle(b, contracts.TopicUsers, c.Payer)
}

// Company keeps the copy of a company.
func (c *Consumer) Company(ctx context.Context, msg contracts.CompanyChanged) error {
	return c.payers.SaveCompany(ctx, msg)
}

// Payer keeps the copy of a user.
func (c *Consumer) Payer(ctx context.Context, msg contracts.UserChanged) error {
	return c.payers.Save(ctx, msg)
}
