// Package byhand acknowledges what comes by MQTT itself.
package byhand

import (
	"database/sql"
	"encoding/json"
	"log"

	mqtt "github.com/eclipse/paho.mqtt.golang"
)

type hired struct{ ID, CompanyID string }

// Run subscribes it.
func Run(db *sql.DB) {
	c := mqtt.NewClient(mqtt.NewClientOptions().SetAutoAckDisabled(true))
	c.Subscribe("hired", 1, func(_ mqtt.Client, m mqtt.Message) {
		if err := one(db, m.Payload()); err != nil {
			log.Print(err)
			return
		}
		m.Ack()
	})
}

func one(db *sql.DB, body []byte) error {
	var h hired
	if err := json.Unmarshal(body, &h); err != nil {
		return err
	}
	var found string
	if err := db.QueryRow(`SELECT id FROM companies WHERE id = $1`, h.CompanyID).Scan(&found); err != nil {
		return err
	}
	_, err := db.Exec(`INSERT INTO employees (id, company_id) VALUES ($1, $2)`, h.ID, h.CompanyID)
	return err
}
