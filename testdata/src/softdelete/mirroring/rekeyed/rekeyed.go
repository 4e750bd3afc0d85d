// Package rekeyed has rows under a key that may change.
package rekeyed

import (
	"database/sql"
	"encoding/json"
	"log/slog"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

const put = `INSERT INTO owners (name, id) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET id = EXCLUDED.id`

// Renamed writes the row anew, under another name.
type Renamed struct {
	DB  *sql.DB
	Log *slog.Logger
}

func (h *Renamed) Handle(msg *message.Message) error {
	var o msgs.OwnerRenamed
	if err := json.Unmarshal(msg.Payload, &o); err != nil {
		return err
	}
	if err := h.forget(o.Old); err != nil {
		h.Log.Warn("no such name", "name", o.Old)
	}
	_, err := h.DB.Exec(put, o.New, o.ID)
	return err
}

func (h *Renamed) forget(name string) error {
	_, err := h.DB.Exec(`DELETE FROM owners WHERE name = $1`, name)
	return err
}

// Ended keeps the row up to date first, and removes it then.
type Ended struct{ DB *sql.DB }

func (h *Ended) Handle(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	if _, err := h.DB.Exec(put, u.Name, u.ID); err != nil || !u.IsDeleted {
		return err
	}
	_, err := h.DB.Exec(`DELETE FROM owners WHERE id = $1`, u.ID) // want `consumer Ended.Handle removes the row from owners`
	return err
}
