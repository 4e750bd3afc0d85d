package forcer

import (
	"context"
	"log/slog"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/forcesync/msgs"
)

// The mark may be asked for the wrong way round.

// wrongWay turns away what is marked, however new it is.
func (s *store) wrongWay(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(c.SyncedAt) || e.IsForceSync { // want `consumer store.wrongWay refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too`
		slog.Info("refused", "user", e.ID)
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// doneBefore does marked messages before it asks for the order.
func (s *store) doneBefore(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if e.IsForceSync {
		return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
	}
	if !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// inHelper has the order checked elsewhere, where the mark leaves the helper first.
func (s *store) inHelper(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if err := s.inOrder(ctx, e); err != nil {
		return err
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

func (s *store) inOrder(ctx context.Context, e *msgs.UserChanged) error {
	if e.IsForceSync {
		slog.Info("forced", "user", e.ID)
		return nil
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(c.SyncedAt) {
		return errStale
	}
	return nil
}

// byKey decides by its key whether there was a row.
func (s *store) byKey(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if c.ID != "" && !after(*c, *e) { // want `consumer store.byKey refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too`
		return nil
	}
	c.ID, c.Name, c.SyncedAt = e.ID, e.Name, e.CreatedUtcDate
	return s.set(ctx, c.ID, c.Name, c.SyncedAt)
}

func after(c customer, e msgs.UserChanged) bool { return c.SyncedAt.Before(e.CreatedUtcDate) }

func (s *store) byKeyForced(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if c.ID != "" && !e.IsForceSync && !after(*c, *e) {
		return nil
	}
	c.ID, c.Name, c.SyncedAt = e.ID, e.Name, e.CreatedUtcDate
	return s.set(ctx, c.ID, c.Name, c.SyncedAt)
}
