// Package topics has a topic of its own for repairs.
package topics

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/forcesync/msgs"
)

type handlers struct{ db *sql.DB }

func (h *handlers) changed(ctx context.Context, m *nats.Msg) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	var at time.Time
	if err := h.db.QueryRow("SELECT synced_at FROM customers WHERE id = $1 FOR UPDATE", e.ID).Scan(&at); err != nil {
		return err
	}
	if !e.CreatedUtcDate.After(at) {
		return nil
	}
	_, err := h.db.Exec("UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedUtcDate, e.ID)
	return err
}

func (h *handlers) repaired(ctx context.Context, m *nats.Msg) error {
	var e msgs.UserChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := h.db.Exec("UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedUtcDate, e.ID)
	return err
}
