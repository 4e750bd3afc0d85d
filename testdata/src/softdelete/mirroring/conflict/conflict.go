// Package conflict inserts rows, or changes those that are there.
package conflict

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

// Mirror keeps copies.
type Mirror struct{ DB *sql.DB }

func decode(m *message.Message) (p msgs.Plate, err error) {
	err = json.Unmarshal(m.Payload, &p)
	return p, err
}

// Forgets tells of the deletion only where the row is new.
func (m *Mirror) Forgets(msg *message.Message) error {
	p, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = m.DB.Exec(`INSERT INTO plates (id, number, deleted_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`, p.ID, p.Number, p.DeletedAt) // want `consumer Mirror.Forgets writes deleted_at into new rows of plates and leaves it as it was in those that are there`
	return err
}

// Near misses.

// Keeps sets both.
func (m *Mirror) Keeps(msg *message.Message) error {
	p, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = m.DB.Exec(`INSERT INTO plates (id, number, deleted_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number, deleted_at = EXCLUDED.deleted_at`, p.ID, p.Number, p.DeletedAt)
	return err
}

// Apart marks what is deleted by a statement of its own.
func (m *Mirror) Apart(msg *message.Message) error {
	p, err := decode(msg)
	if err != nil {
		return err
	}
	if p.DeletedAt != nil {
		_, err := m.DB.Exec(`UPDATE plates SET deleted_at = $2 WHERE id = $1`, p.ID, p.DeletedAt)
		return err
	}
	_, err = m.DB.Exec(`INSERT INTO plates (id, number, deleted_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`, p.ID, p.Number, p.DeletedAt)
	return err
}

// Once leaves alone what is there.
func (m *Mirror) Once(msg *message.Message) error {
	p, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = m.DB.Exec(`INSERT INTO plates (id, number, deleted_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, p.ID, p.Number, p.DeletedAt)
	return err
}
