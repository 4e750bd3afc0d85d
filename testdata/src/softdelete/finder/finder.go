// Package finder declares no copies: it has rows by which others are found, and rows that
// stand for what the registry keeps.
package finder

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

type finder struct{ db *sql.DB }

// Indexed must not find what is deleted.
func (f *finder) Indexed(m *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(m.Payload, &p); err != nil {
		return err
	}
	if p.DeletedAt != nil {
		_, err := f.db.Exec(`DELETE FROM plate_index WHERE id = $1`, p.ID)
		return err
	}
	_, err := f.db.Exec(`INSERT INTO plate_index (id, words) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words`, p.ID, p.Number)
	return err
}

// Known has others refer to it.
func (f *finder) Known(m *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(m.Payload, &p); err != nil {
		return err
	}
	if p.DeletedAt != nil {
		_, err := f.db.Exec(`DELETE FROM known_plates WHERE id = $1`, p.ID) // want `removes the row from known_plates`
		return err
	}
	_, err := f.db.Exec(`INSERT INTO known_plates (id, number) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`, p.ID, p.Number)
	return err
}
