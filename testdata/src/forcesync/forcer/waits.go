package forcer

import (
	"context"
	"errors"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

var errMissing = errors.New("missing")

// until asks again until it holds, or the time is up.
func until(ctx context.Context, limit, pause time.Duration, holds func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		ok, err := holds(ctx)
		if err != nil {
			return err
		}
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return errMissing
		case <-time.After(pause):
		}
	}
}

// waits for what the row refers to: for how long says nothing of the mark.
func (s *store) waits(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if err := until(ctx, 10*time.Second, time.Second, func(ctx context.Context) (bool, error) { return s.has(ctx, e.Email) }); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, e.CreatedUtcDate, e.ID) // want `consumer store.waits refuses older messages`
	return err
}

func (s *store) has(ctx context.Context, email string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM addresses WHERE email = $1", email).Scan(&n)
	return n > 0, err
}
