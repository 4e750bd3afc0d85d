package forcer

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/forcesync/msgs"
)

type branches struct{ db *sql.DB }

func decodeInto(data []byte, into any) error { return json.Unmarshal(data, into) }

// row is filled too, by the query.
type branchRow struct{ ID, Name string }

func (b *branches) refuses(m *message.Message) error {
	var e msgs.Branch
	if err := decodeInto(m.Payload, &e); err != nil {
		return err
	}
	var row branchRow
	if err := b.db.QueryRow("SELECT id, name FROM customers WHERE id = $1", e.ID).Scan(&row.ID, &row.Name); err != nil {
		return err
	}
	_, err := b.db.Exec("UPDATE customers SET name = $2, synced_at = $3 WHERE id = $1 AND synced_at < $3", e.ID, e.Name, e.SentAt) // want `consumer branches.refuses refuses older messages of type msgs.Branch for customers, those marked ForceSync too|consumer branches.refuses refuses older messages for customers, those marked ForceSync too`
	return err
}

func (b *branches) passes(m *message.Message) error {
	var e msgs.Branch
	if err := decodeInto(m.Payload, &e); err != nil {
		return err
	}
	_, err := b.db.Exec("UPDATE customers SET name = $2, synced_at = $3 WHERE id = $1 AND (synced_at < $3 OR $4)", e.ID, e.Name, e.SentAt, e.ForceSync)
	return err
}
