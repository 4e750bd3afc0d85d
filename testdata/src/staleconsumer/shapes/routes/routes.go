// Package routes makes handlers for others to subscribe.
package routes

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/bus"
	"example.com/fixtures/staleconsumer/msgs"
)

// Rename returns a handler.
func Rename(db *sql.DB) nats.MsgHandler {
	return func(m *nats.Msg) {
		var e msgs.NameChanged
		_ = json.Unmarshal(m.Data, &e)
		_, _ = db.Exec("UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer Rename overwrites customers by a message`
	}
}

// Configured returns a handler whose parameter is no message by its type.
func Configured(db *sql.DB) bus.Handler {
	return func(ctx context.Context, data []byte) error {
		var e msgs.CustomerChanged
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		_, err := db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer Configured overwrites customers by a message`
		return err
	}
}

// Unused is subscribed by nobody.
func Unused(db *sql.DB) bus.Handler {
	return func(ctx context.Context, data []byte) error {
		_, err := db.ExecContext(ctx, "UPDATE customers SET name = $1", string(data))
		return err
	}
}
