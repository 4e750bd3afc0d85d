package app

import (
	"context"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5/pgxpool"

	accounts "example.com/shop/services/accounts/store"
	"example.com/shop/services/shipping/domain"
	"example.com/shop/services/shipping/store"
)

// Labels prints the labels of shipments.
type Labels struct {
	shipments *store.Shipments
	users     *accounts.Store
}

// NewLabels returns the use case.
func NewLabels(pool *pgxpool.Pool) *Labels {
	return &Labels{shipments: store.NewShipments(pool), users: accounts.New(pool)}
}

// Print writes the label of a shipment.
func (l *Labels) Print(ctx context.Context, w io.Writer, orderID string) error {
	customer, country, err := l.shipments.Customer(ctx, orderID)
	if err != nil {
		return fmt.Errorf("customer of %s: %w", orderID, err)
	}
	user, err := l.users.User(ctx, customer)
	if err != nil {
		return fmt.Errorf("user %s: %w", customer, err)
	}
	return write(w, domain.Address{Name: user.Name, Email: user.Email, Country: country})
}

// Reprint writes the label of a shipment again.
func (l *Labels) Reprint(ctx context.Context, w io.Writer, orderID string) error {
	address, err := l.shipments.Address(ctx, orderID)
	if err != nil {
		return err
	}
	return write(w, address)
}

func write(w io.Writer, a domain.Address) error {
	_, err := fmt.Fprintf(w, "%s\n%s\n%s\n", a.Name, a.Email, a.Country)
	return err
}
