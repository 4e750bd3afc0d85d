// Package app holds the use cases of the shipping service.
package app

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/services/shipping/carrier"
	"example.com/shop/services/shipping/store"
)

// Dispatch hands parcels to the carrier.
type Dispatch struct {
	pool    *pgxpool.Pool
	carrier *carrier.Client
}

// NewDispatch returns the use case.
func NewDispatch(pool *pgxpool.Pool, c *carrier.Client) *Dispatch {
	return &Dispatch{pool: pool, carrier: c}
}

// Book books all parcels of a shipment at once.
func (d *Dispatch) Book(ctx context.Context, orderID string) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		parcels, err := store.LockParcels(ctx, tx, orderID)
		if err != nil {
			return fmt.Errorf("lock parcels of %s: %w", orderID, err)
		}

		var (
			wg   sync.WaitGroup
			errs = make([]error, len(parcels))
		)
		for i := range parcels {
			wg.Go(func() {
				parcels[i].Tracking, errs[i] = d.carrier.Book(ctx, parcels[i])
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			return err
		}

		for _, p := range parcels {
			if err := store.SetTracking(ctx, tx, p); err != nil {
				return fmt.Errorf("set tracking of %s/%d: %w", p.OrderID, p.Number, err)
			}
		}
		_, err = tx.Exec(ctx, "SELECT pg_notify('shipments', $1)", orderID)
		return err
	})
}
