// Package skips has what looks as if a deletion were passed over.
package skips

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

type Keeper struct{ DB *sql.DB }

const (
	put  = `INSERT INTO members (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`
	flag = `UPDATE members SET is_deleted = $2 WHERE id = $1`
)

func decode(msg *message.Message) (u msgs.User, err error) {
	return u, json.Unmarshal(msg.Payload, &u)
}

// Unknown has nothing to delete.
func (k *Keeper) Unknown(msg *message.Message) error {
	u, err := decode(msg)
	if err != nil {
		return err
	}
	var name string
	err = k.DB.QueryRow(`SELECT name FROM members WHERE id = $1`, u.ID).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) && u.IsDeleted {
		return nil
	}
	if _, err := k.DB.Exec(put, u.ID, u.Name); err != nil {
		return err
	}
	_, err = k.DB.Exec(flag, u.ID, u.IsDeleted)
	return err
}

// Earlier has the flag kept before.
func (k *Keeper) Earlier(msg *message.Message) error {
	u, err := decode(msg)
	if err != nil {
		return err
	}
	if _, err := k.DB.Exec(flag, u.ID, u.IsDeleted); err != nil {
		return err
	}
	if u.IsDeleted {
		return nil // the name of who left does not matter
	}
	_, err = k.DB.Exec(put, u.ID, u.Name)
	return err
}

// Refused hands the message back.
func (k *Keeper) Refused(msg *message.Message) error {
	u, err := decode(msg)
	if err != nil {
		return err
	}
	if u.IsDeleted {
		return errors.New("not yet")
	}
	_, err = k.DB.Exec(put, u.ID, u.Name)
	return err
}

// Collected does all deletions at the end.
func (k *Keeper) Collected(list []*message.Message) error {
	var gone []string
	for _, msg := range list {
		u, err := decode(msg)
		if err != nil {
			return err
		}
		if u.IsDeleted {
			gone = append(gone, u.ID)
			continue
		}
		if _, err := k.DB.Exec(put, u.ID, u.Name); err != nil {
			return err
		}
	}
	for _, id := range gone {
		if _, err := k.DB.Exec(flag, id, true); err != nil {
			return err
		}
	}
	return nil
}

// Stored is deleted already, which nothing takes back.
func (k *Keeper) Stored(msg *message.Message) error {
	u, err := decode(msg)
	if err != nil {
		return err
	}
	var row struct{ IsDeleted bool }
	if err := k.DB.QueryRow(`SELECT is_deleted FROM members WHERE id = $1`, u.ID).Scan(&row.IsDeleted); err != nil {
		return err
	}
	if row.IsDeleted {
		return nil
	}
	_, err = k.DB.Exec(`UPDATE members SET name = $2, is_deleted = $3 WHERE id = $1`, u.ID, u.Name, u.IsDeleted)
	return err
}

// OwnRows are no copy.
func (k *Keeper) OwnRows(msg *message.Message) error {
	u, err := decode(msg)
	if err != nil || u.IsDeleted {
		return err
	}
	_, err = k.DB.Exec(`INSERT INTO greetings (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, u.ID, u.Name)
	return err
}
