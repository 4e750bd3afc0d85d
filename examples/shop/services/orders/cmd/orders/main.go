// Command orders serves the checkout.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"example.com/shop/pkg/alert"
	"example.com/shop/pkg/bus"
	"example.com/shop/pkg/httpx"
	accounts "example.com/shop/services/accounts/client"
	"example.com/shop/services/orders/app"
	"example.com/shop/services/orders/client"
	"example.com/shop/services/orders/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		slog.Error("orders stopped", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	db, err := sqlx.ConnectContext(ctx, "pgx", os.Getenv("ORDERS_DATABASE_URL"))
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer db.Close()
	b, err := bus.Connect(os.Getenv("AMQP_URL"), "orders")
	if err != nil {
		return fmt.Errorf("bus: %w", err)
	}
	defer b.Close()
	conn, err := grpc.NewClient(os.Getenv("BILLING_ADDR"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return fmt.Errorf("billing: %w", err)
	}
	defer conn.Close()

	var (
		billing = client.NewBilling(conn)
		risk    = client.NewRisk(os.Getenv("RISK_URL"))
		orders  = store.New(db)

		payments = client.Payments{Base: os.Getenv("BILLING_URL")}
	)
	checkout := &app.Checkout{
		DB:       db,
		Store:    orders,
		Accounts: accounts.New(os.Getenv("ACCOUNTS_URL")),
		Billing:  billing,
		Risk:     risk,
		Pager:    alert.Pager{Webhook: os.Getenv("PAGER_URL")},
	}
	returns := &app.Returns{
		DB:     db.DB,
		HTTP:   &http.Client{Timeout: 10 * time.Second},
		Labels: os.Getenv("LABELS_URL"),
		Risk:   risk,
	}

	go (&app.Relay{Store: orders, Bus: b}).Run(ctx)
	go review(ctx, &app.Review{DB: db.DB, Risk: risk})
	return httpx.Serve(ctx, ":8080",
		app.Handler(checkout, &app.Cancellations{DB: db.DB, Billing: billing}, returns, payments, store.NewReports(db)))
}

func review(ctx context.Context, r *app.Review) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := r.Run(ctx, 50); err != nil {
				slog.WarnContext(ctx, "review failed", "error", err)
			}
		}
	}
}
