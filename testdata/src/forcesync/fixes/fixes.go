// Package fixes has checks that a mark can be let pass by an edit.
package fixes

import (
	"context"
	"database/sql"
	"time"

	"example.com/fixtures/forcesync/msgs"
	"example.com/fixtures/staleconsumer/bus"
)

type row struct {
	ID, Name      string
	LastMessageAt time.Time
}

type store struct{ db *sql.DB }

func (s *store) find(ctx context.Context, id string) (*row, error) {
	r := new(row)
	err := s.db.QueryRowContext(ctx, "SELECT id, name, last_message_at FROM customers WHERE id = $1 FOR UPDATE", id).Scan(&r.ID, &r.Name, &r.LastMessageAt)
	return r, err
}

func (s *store) set(ctx context.Context, id, name string, at time.Time) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, last_message_at = $2 WHERE id = $3", name, at, id)
	return err
}

// Refusing returns early.
type Refusing struct{ store *store }

var _ bus.Consumer[msgs.UserChanged] = (*Refusing)(nil)

func (c *Refusing) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !msg.CreatedUtcDate.After(r.LastMessageAt) { // want `those marked IsForceSync too`
		return nil
	}
	return c.store.set(ctx, msg.ID, msg.Name, msg.CreatedUtcDate)
}

// Chained has another reason beside it.
type Chained struct{ store *store }

var _ bus.Consumer[msgs.Wrapped] = (*Chained)(nil)

func (c *Chained) HandleLogic(ctx context.Context, msg msgs.Wrapped) error {
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if r.ID == "" || r.LastMessageAt.After(msg.Meta.SentAt) { // want `those marked Meta.ForceSync too`
		return nil
	}
	return c.store.set(ctx, msg.ID, msg.Name, msg.Meta.SentAt)
}

// Wrapping writes in the branch.
type Wrapping struct{ store *store }

var _ bus.Consumer[msgs.UserChanged] = (*Wrapping)(nil)

func (c *Wrapping) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if r != nil && r.LastMessageAt.Before(msg.CreatedUtcDate) { // want `those marked IsForceSync too`
		return c.store.set(ctx, msg.ID, msg.Name, msg.CreatedUtcDate)
	}
	return nil
}

// Numbers compares numbers.
type Numbers struct{ store *store }

var _ bus.Consumer[msgs.UserChanged] = (*Numbers)(nil)

func (c *Numbers) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if msg.CreatedUtcDate.UnixMilli() > r.LastMessageAt.UnixMilli() { // want `those marked IsForceSync too`
		return c.store.set(ctx, msg.ID, msg.Name, msg.CreatedUtcDate)
	}
	return nil
}

// Negated denies what it asks.
type Negated struct{ store *store }

var _ bus.Consumer[msgs.UserChanged] = (*Negated)(nil)

func (c *Negated) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !(msg.CreatedUtcDate.Compare(r.LastMessageAt) > 0) { // want `those marked IsForceSync too`
		return nil
	}
	return c.store.set(ctx, msg.ID, msg.Name, msg.CreatedUtcDate)
}
