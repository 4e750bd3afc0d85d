package fixes

import (
	"context"
	"time"

	"example.com/fixtures/forcesync/msgs"
	"example.com/fixtures/staleconsumer/bus"
)

// All that is here turns a repair away, but no edit is certain.

// Both denies the whole of a chain.
type Both struct{ store *store }

var _ bus.Consumer[msgs.UserChanged] = (*Both)(nil)

func (c *Both) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !(r != nil && msg.CreatedUtcDate.After(r.LastMessageAt)) { // want `those marked IsForceSync too`
		return nil
	}
	return c.store.set(ctx, msg.ID, msg.Name, msg.CreatedUtcDate)
}

// Variable keeps the time apart from the message.
type Variable struct{ store *store }

var _ bus.Consumer[msgs.UserChanged] = (*Variable)(nil)

func (c *Variable) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	at := msg.CreatedUtcDate
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !at.After(r.LastMessageAt) { // want `those marked IsForceSync too`
		return nil
	}
	return c.store.set(ctx, msg.ID, msg.Name, at)
}

func older(a, b time.Time) bool { return !a.After(b) }

// Helper asks a function.
type Helper struct{ store *store }

var _ bus.Consumer[msgs.UserChanged] = (*Helper)(nil)

func (c *Helper) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if older(msg.CreatedUtcDate, r.LastMessageAt) { // want `those marked IsForceSync too`
		return nil
	}
	return c.store.set(ctx, msg.ID, msg.Name, msg.CreatedUtcDate)
}

// Statement has the check in the statement.
type Statement struct{ store *store }

var _ bus.Consumer[msgs.UserChanged] = (*Statement)(nil)

func (c *Statement) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	_, err := c.store.db.ExecContext(ctx, "UPDATE customers SET name = $1, last_message_at = $2 WHERE id = $3 AND last_message_at < $2", msg.Name, msg.CreatedUtcDate, msg.ID) // want `those marked IsForceSync too`
	return err
}
