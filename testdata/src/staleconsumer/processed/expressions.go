package processed

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// Methods may be named by their type, and be given the receiver when they are called.

type harbour struct{ db *sql.DB }

type registration func(*harbour, *nats.Conn) error

func on(subject string, method func(*harbour, context.Context, *Renamed) error) registration {
	return func(h *harbour, conn *nats.Conn) error {
		_, err := conn.Subscribe(subject, func(m *nats.Msg) {
			var r Renamed
			if json.Unmarshal(m.Data, &r) == nil {
				_ = method(h, context.Background(), &r)
			}
		})
		return err
	}
}

var registrations = []registration{
	on("piers.renamed", (*harbour).pier),
	on("quays.renamed", (*harbour).quay),
}

func (h *harbour) serve(conn *nats.Conn) error {
	for _, r := range registrations {
		if err := r(h, conn); err != nil {
			return err
		}
	}
	return nil
}

func (h *harbour) pier(ctx context.Context, r *Renamed) error {
	_, err := h.db.ExecContext(ctx, "UPDATE piers SET name = $1 WHERE id = $2", r.Name, r.ID) // want `consumer harbour.pier overwrites piers by a message of type processed.Renamed`
	return err
}

// Near miss: the order is respected.
func (h *harbour) quay(ctx context.Context, r *Renamed) error {
	_, err := h.db.ExecContext(ctx, "UPDATE quays SET name = $1, synced_at = $3 WHERE id = $2 AND synced_at < $3", r.Name, r.ID, r.At)
	return err
}
