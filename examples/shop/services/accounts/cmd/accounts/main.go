// Command accounts serves users and companies.
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
	"example.com/shop/services/accounts/app"
	"example.com/shop/services/accounts/mail"
	"example.com/shop/services/accounts/outbox"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		slog.Error("accounts stopped", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	pool, err := pgxpool.New(ctx, os.Getenv("ACCOUNTS_DATABASE_URL"))
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer pool.Close()
	b, err := bus.Connect(os.Getenv("AMQP_URL"), "accounts")
	if err != nil {
		return fmt.Errorf("bus: %w", err)
	}
	defer b.Close()

	relay := outbox.NewRelay(pool, b)
	go func() {
		if err := relay.Run(ctx); err != nil && ctx.Err() == nil {
			slog.Error("relay stopped", "error", err)
		}
	}()

	users := app.NewUsers(pool, &mail.Sender{Relay: os.Getenv("MAIL_RELAY"), From: "accounts@shop.example.com"})
	return httpx.Serve(ctx, ":8080", app.Handler(users, app.NewCompanies(pool)))
}
