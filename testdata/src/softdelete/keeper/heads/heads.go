// Package heads has messages whose flag is in what they embed, and decodes them by
// a function of its own.
package heads

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/keeper/wire"
	"example.com/fixtures/softdelete/msgs"
)

type Keeper struct{ DB *sql.DB }

func (k *Keeper) LeavesAside(msg *message.Message) error {
	var c msgs.Company
	if err := wire.Decode(msg.Payload, &c); err != nil {
		return err
	}
	_, err := k.DB.Exec(`UPDATE members SET name = $2 WHERE id = $1`, c.ID, c.Name) // want `consumer Keeper.LeavesAside writes members and leaves IsDeleted of msgs.Company aside`
	return err
}

func (k *Keeper) InStep(msg *message.Message) error {
	var o msgs.Office
	if err := json.Unmarshal(msg.Payload, &o); err != nil {
		return err
	}
	_, err := k.DB.Exec(`UPDATE members SET name = $2, is_deleted = $3 WHERE id = $1`, o.ID, o.Name, o.IsDeleted)
	return err
}
