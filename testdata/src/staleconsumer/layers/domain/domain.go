// Package domain has the interfaces between the consumer and the database.
package domain

import (
	"context"
	"time"
)

// A Customer is a copy.
type Customer struct {
	ID, Name string
	SyncedAt time.Time
}

// Customers keeps them.
type Customers interface {
	Find(ctx context.Context, id string) (*Customer, error)
	Save(ctx context.Context, c *Customer) error
	SaveIfNewer(ctx context.Context, c *Customer) error
	Add(ctx context.Context, c *Customer) error
}

// A Service applies changes.
type Service struct{ customers Customers }

// NewService returns a service.
func NewService(c Customers) *Service { return &Service{c} }

// Rename changes a customer whatever it holds.
func (s *Service) Rename(ctx context.Context, id, name string, at time.Time) error {
	c, err := s.customers.Find(ctx, id)
	if err != nil {
		return err
	}
	c.Name, c.SyncedAt = name, at
	return s.customers.Save(ctx, c)
}

// RenameChecked changes a customer if the change is newer.
func (s *Service) RenameChecked(ctx context.Context, id, name string, at time.Time) error {
	c, err := s.customers.Find(ctx, id)
	if err != nil {
		return err
	}
	if !at.After(c.SyncedAt) {
		return nil
	}
	c.Name, c.SyncedAt = name, at
	return s.customers.Save(ctx, c)
}
