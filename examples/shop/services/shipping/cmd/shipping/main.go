// Command shipping serves the warehouse and keeps copies of customers.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/pkg/bus"
	"example.com/shop/pkg/httpx"
	"example.com/shop/services/shipping/app"
	"example.com/shop/services/shipping/carrier"
	"example.com/shop/services/shipping/consumer"
	"example.com/shop/services/shipping/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		slog.Error("shipping stopped", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	pool, err := pgxpool.New(ctx, os.Getenv("SHIPPING_DATABASE_URL"))
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer pool.Close()
	b, err := bus.Connect(os.Getenv("AMQP_URL"), "shipping")
	if err != nil {
		return fmt.Errorf("bus: %w", err)
	}
	defer b.Close()

	shipments := store.NewShipments(pool)
	consumer.New(store.NewCopies(pool), shipments).Register(b)
	go func() {
		if err := b.Run(ctx); err != nil {
			slog.Error("bus stopped", "error", err)
		}
	}()

	parcels := carrier.New(os.Getenv("CARRIER_URL"))
	go (&app.Scans{Carrier: parcels, Tracking: store.NewTracking(pool)}).Run(ctx)
	handler := app.Handler(app.NewDispatch(pool, parcels), app.NewLabels(pool), shipments, store.NewPicklist(pool))
	return httpx.Serve(ctx, ":8080", handler)
}
