package several

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

// Kinds tells its messages apart, of which several are handled alike.
func Kinds(db *sql.DB, msg *message.Message) error {
	switch msg.Metadata.Get("kind") {
	case "company.founded", "company.renamed":
		var c company
		if err := json.Unmarshal(msg.Payload, &c); err != nil {
			return err
		}
		_, err := db.Exec(putCompany, c.ID, c.Name)
		return err
	case "hired", "rehired":
		var e hired
		if err := json.Unmarshal(msg.Payload, &e); err != nil {
			return err
		}
		_, err := db.Exec(putEmployee, e.ID, e.Name, e.Company) // want `without making sure that it is there`
		return err
	}
	return nil
}

// Either writes both for some messages.
func Either(db *sql.DB, msg *message.Message) error {
	var e hired
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	if kind := msg.Metadata.Get("kind"); kind == "founded" || kind == "" {
		if _, err := db.Exec(putCompany, e.Company, ""); err != nil {
			return err
		}
	}
	_, err := db.Exec(putEmployee, e.ID, e.Name, e.Company)
	return err
}
