package forcer

import (
	"context"
	"encoding/json"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/forcesync/msgs"
)

// Near misses.

func (s *store) beside(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.IsForceSync && !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

func (s *store) either(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if e.CreatedUtcDate.After(c.SyncedAt) || e.IsForceSync {
		return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
	}
	return nil
}

func (s *store) variable(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	apply := e.CreatedUtcDate.After(c.SyncedAt) || e.IsForceSync
	if !apply {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

func (s *store) choice(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	switch {
	case e.IsForceSync:
	case c.SyncedAt.After(e.CreatedUtcDate):
		return errStale
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// before has the flag on a way of its own.
func (s *store) before(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if e.IsForceSync {
		return s.overwrite(ctx, e)
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

func (s *store) overwrite(ctx context.Context, e *msgs.UserChanged) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedUtcDate, e.ID)
	return err
}

func (s *store) method(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.Forced() && stale(c.SyncedAt, e.CreatedUtcDate) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// shouldApply has all of it.
func shouldApply(c *customer, e *msgs.UserChanged) bool {
	if e.IsForceSync {
		return true
	}
	return e.CreatedUtcDate.After(c.SyncedAt)
}

func (s *store) asks(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !shouldApply(c, e) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

func newer(c *customer, at time.Time, anyway bool) bool { return anyway || at.After(c.SyncedAt) }

func (s *store) hands(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !newer(c, e.CreatedUtcDate, e.IsForceSync) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

func check(c *customer, e *msgs.UserChanged) error {
	if e.CreatedUtcDate.Before(c.SyncedAt) && !e.IsForceSync {
		return errStale
	}
	return nil
}

func (s *store) byError(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if err := check(c, e); err != nil {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// mapped carries the flag under another name.
func (s *store) mapped(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.apply(ctx, customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedUtcDate, Forced: e.IsForceSync})
}

func (s *store) apply(ctx context.Context, in customer) error {
	c, err := s.load(ctx, in.ID)
	if err != nil {
		return err
	}
	if in.SyncedAt.Before(c.SyncedAt) && !in.Forced {
		return nil
	}
	return s.set(ctx, in.ID, in.Name, in.SyncedAt)
}

// touched has a repair pass for the newest.
func (s *store) touched(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if e.IsForceSync {
		e.CreatedUtcDate = time.Now()
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

type forceKey struct{}

// context has it travel where nobody can follow.
func (s *store) context(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	ctx = context.WithValue(ctx, forceKey{}, e.IsForceSync)
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	anyway, _ := ctx.Value(forceKey{}).(bool)
	if !anyway && !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// asked leaves it to a function that is not known.
func (s *store) asked(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !s.force(e) && !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// header has the flag in the message's headers, beside the one in the body.
func (s *store) header(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if d.Headers["x-force-sync"] != "true" && !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// heeded looks at the flag of the envelope before it hands the payload on.
func (s *store) heeded(ctx context.Context, d amqp.Delivery) error {
	var env msgs.Envelope
	if err := json.Unmarshal(d.Body, &env); err != nil {
		return err
	}
	var e msgs.CompanyChanged
	if err := json.Unmarshal(env.Payload, &e); err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !env.ForceSync && !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// noFlag has nothing that could be forced.
func (s *store) noFlag(ctx context.Context, d amqp.Delivery) error {
	var e msgs.CompanyChanged
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// unordered refuses nothing.
func (s *store) unordered(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.overwrite(ctx, e)
}

// ownRows are no copy.
func (s *store) ownRows(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var at time.Time
	if err := s.db.QueryRowContext(ctx, "SELECT synced_at FROM badges WHERE id = $1 FOR UPDATE", e.ID).Scan(&at); err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(at) {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE badges SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedUtcDate, e.ID)
	return err
}
