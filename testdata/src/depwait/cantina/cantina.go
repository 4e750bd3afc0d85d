// Package cantina names its keys as some languages do: what they are of stands behind.
package cantina

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

type (
	CellarAdded struct{ ID, Name string }
	CaskFilled  struct{ ID, Cellar, Token string }
)

type consumer struct{ db *sql.DB }

func (c *consumer) cellar(m *message.Message) error {
	var e CellarAdded
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO cantine (id, nome) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

func (c *consumer) cask(m *message.Message) error {
	var e CaskFilled
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO botti (id, id_cantine) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Cellar) // want `writes botti, whose id_cantine refers to cantine, which other messages fill, without making sure`
	return err
}

// A token is of no table.
func (c *consumer) token(m *message.Message) error {
	var e CaskFilled
	if err := json.Unmarshal(m.Payload, &e); err != nil {
		return err
	}
	_, err := c.db.Exec(`INSERT INTO tappi (id, id_token) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Token)
	return err
}
