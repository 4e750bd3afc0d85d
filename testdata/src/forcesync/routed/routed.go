// Package routed has one consumer for messages of several kinds.
package routed

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/forcesync/msgs"
)

type router struct{ db *sql.DB }

func (r *router) deliver(ctx context.Context, d amqp.Delivery) error {
	switch d.RoutingKey {
	case "named":
		var e msgs.UserChanged
		if err := json.Unmarshal(d.Body, &e); err != nil {
			return err
		}
		return unlessGone(r.named)(ctx, e)
	case "mailed":
		var e msgs.UserChanged
		if err := json.Unmarshal(d.Body, &e); err != nil {
			return err
		}
		return r.mailed(ctx, e)
	}
	return nil
}

func unlessGone(next func(context.Context, msgs.UserChanged) error) func(context.Context, msgs.UserChanged) error {
	return func(ctx context.Context, e msgs.UserChanged) error {
		if e.IsDeleted {
			return nil
		}
		return next(ctx, e)
	}
}

// orders are the checks, by the mark.
var orders = map[bool]func(stored, at time.Time) bool{
	true:  func(_, _ time.Time) bool { return true },
	false: func(stored, at time.Time) bool { return stored.Before(at) },
}

func (r *router) stored(ctx context.Context, id string) (at time.Time, err error) {
	err = r.db.QueryRowContext(ctx, "SELECT synced_at FROM customers WHERE id = $1 FOR UPDATE", id).Scan(&at)
	return at, err
}

func (r *router) named(ctx context.Context, e msgs.UserChanged) error {
	at, err := r.stored(ctx, e.ID)
	if err != nil {
		return err
	}
	if !orders[e.IsForceSync](at, e.CreatedUtcDate) {
		return nil
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedUtcDate, e.ID)
	return err
}

// mailed has nothing of what decides for messages of the other kind.
func (r *router) mailed(ctx context.Context, e msgs.UserChanged) error {
	at, err := r.stored(ctx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(at) { // want `consumer router.mailed refuses older messages of type msgs.UserChanged for customers, those marked IsForceSync too`
		return nil
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET email = $1, synced_at = $2 WHERE id = $3", e.Email, e.CreatedUtcDate, e.ID)
	return err
}
