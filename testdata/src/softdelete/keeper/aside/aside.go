// Package aside reads nothing of deletion.
package aside

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

type Keeper struct{ DB *sql.DB }

func (k *Keeper) LeavesAside(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	_, err := k.DB.Exec(`UPDATE members SET name = $2 WHERE id = $1`, u.ID, u.Name) // want `consumer Keeper.LeavesAside writes members and leaves IsDeleted of msgs.User aside`
	return err
}

// Created only adds, for which there is no deletion yet.
func (k *Keeper) Created(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	_, err := k.DB.Exec(`INSERT INTO members (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, u.ID, u.Name)
	return err
}
