// Command resync repairs the copies of customers, for instance after a message was lost. It is run by hand.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/services/shipping/resync"
	"example.com/shop/services/shipping/store"
)

func main() {
	if err := run(context.Background()); err != nil {
		slog.Error("resync failed", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	source, err := pgxpool.New(ctx, os.Getenv("ACCOUNTS_DATABASE_URL"))
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	defer source.Close()
	pool, err := pgxpool.New(ctx, os.Getenv("SHIPPING_DATABASE_URL"))
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer pool.Close()

	n, err := resync.Customers(ctx, source, store.NewCopies(pool))
	slog.Info("customers copied", "count", n)
	return err
}
