package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/contracts"
	"example.com/shop/services/shipping/domain"
)

// Shipments reads and writes shipments.
type Shipments struct {
	pool *pgxpool.Pool
}

// NewShipments returns the shipments on the pool.
func NewShipments(pool *pgxpool.Pool) *Shipments { return &Shipments{pool: pool} }

// Open adds the shipment of an order, once.
func (s *Shipments) Open(ctx context.Context, msg contracts.OrderPlaced) error {
	_, err := s.pool.Exec(ctx, `
		INSERT INTO shipments (order_id, customer_id, country, ordered_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (order_id) DO NOTHING`,
		msg.OrderID, msg.CustomerID, msg.Country, msg.CreatedUtcDate)
	if err != nil {
		return fmt.Errorf("open shipment %s: %w", msg.OrderID, err)
	}
	return nil
}

// Address returns where a shipment goes.
func (s *Shipments) Address(ctx context.Context, orderID string) (domain.Address, error) {
	var a domain.Address
	err := s.pool.QueryRow(ctx, `
		SELECT c.name, c.email, s.country
		FROM shipments s
		JOIN customers c ON c.id = s.customer_id
		WHERE s.order_id = $1`, orderID).Scan(&a.Name, &a.Email, &a.Country)
	if err != nil {
		return a, fmt.Errorf("address of %s: %w", orderID, err)
	}
	return a, nil
}

// Customer returns who ordered a shipment.
func (s *Shipments) Customer(ctx context.Context, orderID string) (id, country string, err error) {
	err = s.pool.QueryRow(ctx, "SELECT customer_id::text, country FROM shipments WHERE order_id = $1", orderID).
		Scan(&id, &country)
	return id, country, err
}

// Pack adds the parcels of a shipment.
func (s *Shipments) Pack(ctx context.Context, parcels []domain.Parcel) error {
	_, err := s.pool.CopyFrom(ctx, pgx.Identifier{"shipping", "parcels"},
		[]string{"order_id", "number", "weight_grams"},
		pgx.CopyFromSlice(len(parcels), func(i int) ([]any, error) {
			return []any{parcels[i].OrderID, parcels[i].Number, parcels[i].WeightGrams}, nil
		}))
	if err != nil {
		return fmt.Errorf("copy parcels: %w", err)
	}
	return nil
}

// LockParcels returns the parcels of a shipment, which nobody else can change until tx ends.
func LockParcels(ctx context.Context, tx pgx.Tx, orderID string) ([]domain.Parcel, error) {
	rows, err := tx.Query(ctx, `
		SELECT order_id::text, number, weight_grams, tracking
		FROM parcels WHERE order_id = $1 FOR UPDATE`, orderID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[domain.Parcel])
}

// SetTracking stores the carrier's number of a parcel.
func SetTracking(ctx context.Context, tx pgx.Tx, p domain.Parcel) error {
	_, err := tx.Exec(ctx, "UPDATE parcels SET tracking = $3 WHERE order_id = $1 AND number = $2", p.OrderID, p.Number, p.Tracking)
	return err
}
