// Package forcer has consumers that compare the order in code.
package forcer

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"log/slog"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/forcesync/msgs"
)

type customer struct {
	ID, Name string
	SyncedAt time.Time
	Forced   bool
}

type store struct {
	db    *sql.DB
	force func(*msgs.UserChanged) bool
	seen  []bool
}

func (s *store) load(ctx context.Context, id string) (*customer, error) {
	c := new(customer)
	row := s.db.QueryRowContext(ctx, "SELECT id, name, synced_at FROM customers WHERE id = $1 FOR UPDATE", id)
	return c, row.Scan(&c.ID, &c.Name, &c.SyncedAt)
}

func (s *store) set(ctx context.Context, id, name string, at time.Time) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", name, at, id)
	return err
}

func decode(d amqp.Delivery) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(d.Body, e)
}

// refuses knows nothing of the flag.
func (s *store) refuses(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(c.SyncedAt) { // want `consumer store.refuses refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too`
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// logs does no more than to note it.
func (s *store) logs(ctx context.Context, d amqp.Delivery) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	if e.IsForceSync {
		slog.InfoContext(ctx, "repair", "id", e.ID)
	}
	log.Printf("user %s, forced: %t", e.ID, e.IsForceSync)
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if c.SyncedAt.Before(e.CreatedUtcDate) { // want `consumer store.logs refuses older messages`
		return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
	}
	return nil
}

// mentions logs the flag where it refuses.
func (s *store) mentions(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if c.SyncedAt.After(e.CreatedUtcDate) { // want `consumer store.mentions refuses older messages`
		if e.IsForceSync {
			slog.Warn("forced message is old", "id", e.ID)
		}
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

func stale(stored, at time.Time) bool { return !at.After(stored) }

func (s *store) helper(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if stale(c.SyncedAt, e.CreatedUtcDate) { // want `consumer store.helper refuses older messages`
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

// unused hands the flag to a function that does nothing with it.
func (s *store) unused(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !may(c, e.CreatedUtcDate, e.IsForceSync) { // want `consumer store.unused refuses older messages`
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

func may(c *customer, at time.Time, _ bool) bool { return at.After(c.SyncedAt) }

// head has the flag in the message's head.
func (s *store) head(ctx context.Context, d amqp.Delivery) error {
	var e msgs.Wrapped
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.Meta.SentAt.After(c.SyncedAt) { // want `consumer store.head refuses older messages of type msgs.Wrapped for customers, those marked Meta.ForceSync too`
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.Meta.SentAt)
}

// enveloped has the flag around the payload, which it loses.
func (s *store) enveloped(ctx context.Context, d amqp.Delivery) error {
	var env msgs.Envelope
	if err := json.Unmarshal(d.Body, &env); err != nil {
		return err
	}
	switch env.Type {
	case "company":
		return s.company(ctx, env.Payload)
	}
	return nil
}

func (s *store) company(ctx context.Context, payload json.RawMessage) error {
	var e msgs.CompanyChanged
	if err := json.Unmarshal(payload, &e); err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate) // want `consumer store.company refuses older messages of type msgs.CompanyChanged for customers, those marked ForceSync too`
}

// branches is right for one kind of message, and wrong for the next.
func (s *store) branches(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	switch d.Type {
	case "created":
		if e.IsForceSync || e.CreatedUtcDate.After(c.SyncedAt) {
			return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
		}
	case "updated":
		if e.CreatedUtcDate.After(c.SyncedAt) { // want `consumer store.branches refuses older messages`
			return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
		}
	}
	return nil
}

func (s *store) excused(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, e.ID)
	if err != nil {
		return err
	}
	//boundarylint:ignore forcesync repairs go through another topic
	if stale(c.SyncedAt, e.CreatedUtcDate) {
		return nil
	}
	return s.set(ctx, e.ID, e.Name, e.CreatedUtcDate)
}

var errStale = errors.New("stale")
