// Package outbox sends what the accounts service has to say, in the order in which it was written.
package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/pkg/bus"
	"example.com/shop/pkg/metrics"
)

const batch = 100

type entry struct {
	ID      int64
	Topic   string
	Payload []byte
}

// Relay moves messages from the outbox to the bus.
type Relay struct {
	pool *pgxpool.Pool
	bus  *bus.Bus
}

// NewRelay returns a relay.
func NewRelay(pool *pgxpool.Pool, b *bus.Bus) *Relay { return &Relay{pool: pool, bus: b} }

// Run drains the outbox every second until ctx is done.
func (r *Relay) Run(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			if err := r.drain(ctx); err != nil {
				slog.WarnContext(ctx, "outbox not drained", "error", err)
			}
		}
	}
}

// drain locks the oldest messages, so that two instances never send the same ones.
func (r *Relay) drain(ctx context.Context) error {
	tx, err := r.pool.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))

	rows, err := tx.Query(ctx, `
		SELECT id, topic, payload FROM accounts.outbox
		ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`, batch)
	if err != nil {
		return err
	}
	entries, err := pgx.CollectRows(rows, pgx.RowToStructByPos[entry])
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := r.bus.PublishRaw(ctx, e.Topic, strconv.FormatInt(e.ID, 10), e.Payload); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM accounts.outbox WHERE id = $1", e.ID); err != nil {
			return err
		}
		metrics.Count("accounts.outbox.sent")
	}
	return tx.Commit(ctx)
}
