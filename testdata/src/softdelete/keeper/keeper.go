package keeper

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

type Keeper struct{ DB *sql.DB }

func (k *Keeper) Removes(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	if u.IsDeleted {
		_, err := k.DB.Exec(`DELETE FROM members WHERE id = $1`, u.ID) // want `consumer Keeper.Removes removes the row from members, though the owner keeps it: msgs.User has IsDeleted`
		return err
	}
	_, err := k.DB.Exec(`INSERT INTO members (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, u.ID, u.Name)
	return err
}

// Gone has a kind of message of its own; others fill the table.
func (k *Keeper) Gone(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	_, err := k.DB.Exec(`DELETE FROM members WHERE id = $1`, u.ID) // want `consumer Keeper.Gone removes the row from members, though the owner keeps it`
	return err
}

// Near misses.

func (k *Keeper) InStep(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	_, err := k.DB.Exec(`UPDATE members SET name = $2, is_deleted = $3 WHERE id = $1`, u.ID, u.Name, u.IsDeleted)
	return err
}

// NoFlag is of an entity whose owner deletes it as well.
func (k *Keeper) NoFlag(msg *message.Message) error {
	var p msgs.Plain
	if err := json.Unmarshal(msg.Payload, &p); err != nil {
		return err
	}
	if p.Name == "" {
		_, err := k.DB.Exec(`DELETE FROM members WHERE id = $1`, p.ID)
		return err
	}
	_, err := k.DB.Exec(`UPDATE members SET name = $2 WHERE id = $1`, p.ID, p.Name)
	return err
}

// Replaces has the row written anew.
func (k *Keeper) Replaces(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	if _, err := k.DB.Exec(`DELETE FROM members WHERE id = $1`, u.ID); err != nil {
		return err
	}
	_, err := k.DB.Exec(`INSERT INTO members (id, name, is_deleted) VALUES ($1, $2, $3)`, u.ID, u.Name, u.IsDeleted)
	return err
}

// OwnRows are no copy.
func (k *Keeper) OwnRows(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	_, err := k.DB.Exec(`DELETE FROM sessions WHERE member_id = $1`, u.ID)
	return err
}
