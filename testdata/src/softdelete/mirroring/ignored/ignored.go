// Package ignored receives what tells of deletions, decoded.
package ignored

import (
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

// Mirror keeps copies.
type Mirror struct {
	DB  *sql.DB
	Log watermill.LoggerAdapter
}

func on[T any](f func(context.Context, T) error) message.NoPublishHandlerFunc {
	return func(m *message.Message) error {
		var v T
		if err := json.Unmarshal(m.Payload, &v); err != nil {
			return err
		}
		return f(m.Context(), v)
	}
}

// Register subscribes them all.
func (m *Mirror) Register(r *message.Router, sub message.Subscriber) {
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"owners": on(m.owner), "owners.retired": on(m.retired), "owners.moved": on(m.moved),
		"colours": on(m.colour), "colours.removed": on(m.removed),
		"plates": on(m.plate), "plates.retired": on(m.plateRetired), "plates.gone": on(m.plateGone),
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
}

func (m *Mirror) owner(ctx context.Context, o msgs.OwnerChanged) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO owners (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, o.ID, o.Name)
	return err
}

func (m *Mirror) retired(_ context.Context, o msgs.OwnerRetired) error { // want `consumer Mirror.retired receives msgs.OwnerRetired and does nothing, so that what is deleted stays alive in owners, though the owner keeps it: registry.owners has is_deleted`
	m.Log.Info("owner retired", watermill.LogFields{"id": o.ID})
	return nil
}

// Near misses.

// moved does nothing either, with what tells of no deletion.
func (m *Mirror) moved(ctx context.Context, o msgs.OwnerMoved) error {
	slog.InfoContext(ctx, "owner moved", "id", o.ID)
	return nil
}

func (m *Mirror) colour(ctx context.Context, c msgs.ColourChanged) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO colours (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, c.ID, c.Name)
	return err
}

// removed is of what the owner does not keep.
func (m *Mirror) removed(context.Context, msgs.ColourRemoved) error { return nil }

func (m *Mirror) plate(ctx context.Context, p msgs.PlateChanged) error {
	_, err := m.DB.ExecContext(ctx, `UPDATE plates SET number = $2 WHERE id = $1`, p.ID, p.Number)
	return err
}

// plateRetired leaves to plateGone what tells the same.
func (m *Mirror) plateRetired(context.Context, msgs.PlateRetired) error { return nil }

func (m *Mirror) plateGone(ctx context.Context, p msgs.PlateGone) error {
	_, err := m.DB.ExecContext(ctx, `UPDATE plates SET deleted_at = now() WHERE id = $1`, p.ID)
	return err
}
