package guards

import (
	"context"
	"database/sql"
	"errors"

	amqp "github.com/rabbitmq/amqp091-go"
)

// What is stored may be none, in a type that can say so.

func (s *store) null(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		var found sql.NullTime
		err := tx.QueryRowContext(ctx, "SELECT synced_at FROM customers WHERE id = $1 FOR UPDATE", e.ID).Scan(&found)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if found.Valid && !found.Time.Before(e.CreatedAt) {
			return nil
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = $2, synced_at = $3", e.ID, e.Name, e.CreatedAt)
		return err
	})
}

type nullable struct {
	ID       string
	SyncedAt sql.NullTime
}

func (s *store) nullableRow(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		var row nullable
		err := tx.QueryRowContext(ctx, "SELECT id, synced_at FROM customers WHERE id = $1 FOR UPDATE", e.ID).Scan(&row.ID, &row.SyncedAt)
		if err != nil || !row.SyncedAt.Time.Before(e.CreatedAt) {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedAt, e.ID)
		return err
	})
}

// nullableForgets leaves what it has compared as it was.
func (s *store) nullableForgets(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		var row nullable
		err := tx.QueryRowContext(ctx, "SELECT id, synced_at FROM customers WHERE id = $1 FOR UPDATE", e.ID).Scan(&row.ID, &row.SyncedAt)
		if err != nil || !row.SyncedAt.Time.Before(e.CreatedAt) {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer store.nullableForgets compares SyncedAt of customers with the message of type msgs.CustomerChanged but does not store it`
		return err
	})
}
