package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	accounts "example.com/shop/services/accounts/domain"
	"example.com/shop/services/billing/domain"
	"example.com/shop/services/billing/store"
)

// Reminder asks for money.
type Reminder interface {
	Remind(ctx context.Context, email string, amount domain.Money) error
}

// Dunning reminds customers of what they owe.
type Dunning struct {
	store    *store.Dunning
	reminder Reminder
}

// NewDunning returns the use case.
func NewDunning(s *store.Dunning, reminder Reminder) *Dunning {
	return &Dunning{store: s, reminder: reminder}
}

// Run reminds everybody once.
func (d *Dunning) Run(ctx context.Context) error {
	invoices, err := d.store.Overdue(ctx, time.Now())
	if err != nil {
		return fmt.Errorf("overdue invoices: %w", err)
	}
	for _, inv := range invoices {
		debtor, err := d.store.Debtor(ctx, inv.CustomerID)
		if err != nil {
			return err
		}
		if debtor.Status == accounts.StatusBlocked {
			slog.InfoContext(ctx, "blocked customer not reminded", "invoice", inv.ID)
			continue
		}
		if err := d.reminder.Remind(ctx, debtor.Email, inv.Money()); err != nil {
			return err
		}
	}
	return nil
}
