// Command billing serves invoices and payments.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"example.com/shop/pkg/alert"
	"example.com/shop/pkg/bus"
	"example.com/shop/pkg/httpx"
	"example.com/shop/services/billing/api/billingv1"
	"example.com/shop/services/billing/app"
	"example.com/shop/services/billing/consumer"
	"example.com/shop/services/billing/provider"
	"example.com/shop/services/billing/server"
	"example.com/shop/services/billing/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		slog.Error("billing stopped", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	db, err := gorm.Open(postgres.Open(os.Getenv("BILLING_DATABASE_URL")), &gorm.Config{})
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	b, err := bus.Connect(os.Getenv("AMQP_URL"), "billing")
	if err != nil {
		return fmt.Errorf("bus: %w", err)
	}
	defer b.Close()
	listener, err := net.Listen("tcp", ":9090")
	if err != nil {
		return err
	}

	var (
		payments = provider.NewHTTP(os.Getenv("PAYMENTS_URL"))
		overdue  = store.NewDunning(db)
		invoices = app.NewInvoices(db, b, alert.Pager{Webhook: os.Getenv("PAGER_URL")})
	)
	rpc := grpc.NewServer()
	billingv1.RegisterBillingServer(rpc, server.New(invoices))
	go func() {
		if err := rpc.Serve(listener); err != nil {
			slog.Error("grpc stopped", "error", err)
		}
	}()
	defer rpc.GracefulStop()

	consumer.New(db, b).Register()
	go func() {
		if err := b.Run(ctx); err != nil {
			slog.Error("bus stopped", "error", err)
		}
	}()

	go remind(ctx, app.NewDunning(overdue, payments))
	return httpx.Serve(ctx, ":8080", server.Handler(app.NewPayments(db, payments, store.Sequence{}), overdue))
}

func remind(ctx context.Context, dunning *app.Dunning) {
	tick := time.NewTicker(24 * time.Hour)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := dunning.Run(ctx); err != nil {
				slog.WarnContext(ctx, "dunning failed", "error", err)
			}
		}
	}
}
