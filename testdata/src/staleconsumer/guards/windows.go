package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
)

// Whether something has begun is asked of the present time, which callers hand in as well.

type drawn struct {
	RaffleID, Winner string
}

type raffles struct{ db *sql.DB }

// once has the first winner stay.
func (r *raffles) once(ctx context.Context, id, winner string, now time.Time) error {
	var startsAt time.Time
	if err := r.db.QueryRowContext(ctx, "SELECT starts_at FROM raffles WHERE id = $1", id).Scan(&startsAt); err != nil {
		return err
	}
	if now.Before(startsAt) {
		return errors.New("not begun")
	}
	_, err := r.db.ExecContext(ctx, "UPDATE raffles SET winner = $1 WHERE id = $2 AND winner IS NULL", winner, id)
	return err
}

// always has whoever was told of last.
func (r *raffles) always(ctx context.Context, id, winner string, now time.Time) error {
	var startsAt time.Time
	if err := r.db.QueryRowContext(ctx, "SELECT starts_at FROM raffles WHERE id = $1", id).Scan(&startsAt); err != nil {
		return err
	}
	if now.Before(startsAt) {
		return errors.New("not begun")
	}
	_, err := r.db.ExecContext(ctx, "UPDATE raffles SET winner = $1 WHERE id = $2", winner, id)
	return err
}

// synced compares the order that is kept, and by the wrong time.
func (r *raffles) synced(ctx context.Context, id, winner string, now time.Time) error {
	var syncedAt time.Time
	if err := r.db.QueryRowContext(ctx, "SELECT synced_at FROM raffles WHERE id = $1", id).Scan(&syncedAt); err != nil {
		return err
	}
	if now.Before(syncedAt) {
		return errors.New("not newer")
	}
	_, err := r.db.ExecContext(ctx, "UPDATE raffles SET winner = $1, synced_at = $3 WHERE id = $2", winner, id, now)
	return err
}

func listenForDraws(nc *nats.Conn, r *raffles) {
	ctx := context.Background()
	_, _ = nc.Subscribe("drawn.once", func(m *nats.Msg) {
		var e drawn
		if json.Unmarshal(m.Data, &e) == nil {
			_ = r.once(ctx, e.RaffleID, e.Winner, time.Now())
		}
	})
	_, _ = nc.Subscribe("drawn.always", func(m *nats.Msg) {
		var e drawn
		if json.Unmarshal(m.Data, &e) == nil {
			_ = r.always(ctx, e.RaffleID, e.Winner, time.Now()) // want `consumer listenForDraws overwrites raffles by a message of type guards.drawn`
		}
	})
	_, _ = nc.Subscribe("drawn.synced", func(m *nats.Msg) {
		var e drawn
		if json.Unmarshal(m.Data, &e) == nil {
			_ = r.synced(ctx, e.RaffleID, e.Winner, time.Now()) // want `consumer listenForDraws compares the stored time of raffles with the present time`
		}
	})
}
