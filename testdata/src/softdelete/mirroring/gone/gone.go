// Package gone has a kind of message of its own for what is deleted.
package gone

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

type Mirror struct{ DB *sql.DB }

// Gone tells of a plate that the registry keeps as deleted.
func (m *Mirror) Gone(msg *message.Message) error {
	var g msgs.PlateGone
	if err := json.Unmarshal(msg.Payload, &g); err != nil {
		return err
	}
	_, err := m.DB.Exec(`DELETE FROM plates WHERE id = $1`, g.ID) // want `consumer Mirror.Gone removes the row from plates, though the owner keeps it: registry.plates has deleted_at`
	return err
}

// Purged tells of one that the registry has removed for good.
func (m *Mirror) Purged(msg *message.Message) error {
	var g msgs.PlatePurged
	if err := json.Unmarshal(msg.Payload, &g); err != nil {
		return err
	}
	_, err := m.DB.Exec(`DELETE FROM plates WHERE id = $1`, g.ID)
	return err
}

// Changed passes over what Gone takes care of.
func (m *Mirror) Changed(msg *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(msg.Payload, &p); err != nil {
		return err
	}
	if p.DeletedAt != nil {
		return nil
	}
	_, err := m.DB.Exec(`UPDATE plates SET number = $2 WHERE id = $1`, p.ID, p.Number)
	return err
}
