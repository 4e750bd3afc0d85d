package app

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"example.com/shop/pkg/bus"
	"example.com/shop/services/orders/store"
)

// Relay moves messages from the outbox to the bus.
type Relay struct {
	Store *store.Store
	Bus   *bus.Bus
}

// Run drains the outbox every second until ctx is done.
func (r *Relay) Run(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := r.drain(ctx); err != nil {
				slog.WarnContext(ctx, "outbox not drained", "error", err)
			}
		}
	}
}

// drain sends what it could claim. What it fails to mark as sent goes out twice.
func (r *Relay) drain(ctx context.Context) error {
	messages, err := r.Store.Claim(ctx, 100)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if err := r.Bus.PublishRaw(ctx, m.Topic, strconv.FormatInt(m.ID, 10), m.Payload); err != nil {
			return err
		}
		if err := r.Store.Sent(ctx, m.ID); err != nil {
			return err
		}
	}
	return nil
}
