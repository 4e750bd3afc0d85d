// Package sent sends messages of the type that it receives.
package sent

import (
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/mirroring/sent/box"
	"example.com/fixtures/softdelete/msgs"
)

// Plates leaves the flag aside, on the way in as on the way out.
type Plates struct {
	DB  *sql.DB
	Log *slog.Logger
}

func (h *Plates) Handle(msg *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(msg.Payload, &p); err != nil {
		return err
	}
	h.Log.InfoContext(msg.Context(), "plate", "id", p.ID)
	_, err := h.DB.Exec(`INSERT INTO plates (id, number) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`, p.ID, p.Number) // want `consumer Plates.Handle writes plates and leaves DeletedAt of msgs.Plate aside`
	return err
}

// Tell tells of one of the service's own.
func (h *Plates) Tell(ctx context.Context, id, number string) error {
	return box.Append(ctx, msgs.Plate{ID: id, Number: number, DeletedAt: nil})
}

// Owners asks the message for its context where it passes a deletion over.
type Owners struct {
	DB  *sql.DB
	Log *slog.Logger
}

func (h *Owners) Handle(msg *message.Message) error {
	switch msg.Metadata.Get("event") {
	case "owner.updated":
		var o msgs.Owner
		if err := json.Unmarshal(msg.Payload, &o); err != nil {
			return err
		}
		_, err := h.DB.ExecContext(msg.Context(), `INSERT INTO owners (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, o.ID, o.Name)
		return err
	case "owner.removed": // want `consumer Owners.Handle passes over messages of kind "owner.removed"`
		h.Log.InfoContext(msg.Context(), "an owner left", "message", msg.UUID)
	}
	return nil
}
