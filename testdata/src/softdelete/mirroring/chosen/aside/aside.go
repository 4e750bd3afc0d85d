// Package aside holds what is published, and asks for nothing else.
package aside

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

type consumer struct{ db *sql.DB }

// Published takes away what is no longer published. What is deleted may well have been.
func (c *consumer) Published(m *message.Message) error {
	var a msgs.Article
	if err := json.Unmarshal(m.Payload, &a); err != nil {
		return err
	}
	if a.Stage != msgs.Published {
		_, err := c.db.Exec(`DELETE FROM plates WHERE id = $1`, a.ID)
		return err
	}
	_, err := c.db.Exec(`INSERT INTO plates (id, number) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`, a.ID, a.Title) // want `writes plates and leaves DeletedAt of msgs.Article aside`
	return err
}
