package guards

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
)

// A row that was looked up may give no more than its key to the statement that changes it:
// what is set beside that is not what was read.

func (s *wallets) setHolder(ctx context.Context, id, holder string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE wallets SET holder = $2 WHERE id = $1", id, holder)
	return err
}

func (s *wallets) closed(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	return s.setHolder(ctx, w.ID, "nobody") // want `consumer wallets.closed overwrites wallets`
}

// What the row holds decides.
func (s *wallets) closedOnce(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	if w.Holder != "open" {
		return nil
	}
	return s.setHolder(ctx, w.ID, "nobody")
}

// It is written as it was read.
func (s *wallets) again(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	return s.setHolder(ctx, w.ID, w.Holder)
}

// The sum over the row goes with the present time.
func (s *wallets) drawn(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	w, err := s.byID(ctx, e.ID)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE wallets SET amount = $2, updated_at = $3 WHERE id = $1", w.ID, w.Amount-e.Version, time.Now())
	return err
}
