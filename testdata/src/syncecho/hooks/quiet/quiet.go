// Package quiet saves without hooks.
package quiet

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"

	"example.com/fixtures/syncecho/hooks/models"
	"example.com/fixtures/syncecho/msgs"
)

type consumer struct{ db, silent *gorm.DB }

func newConsumer(db *gorm.DB) *consumer {
	return &consumer{db: db, silent: db.Session(&gorm.Session{SkipHooks: true})}
}

func decode(m *message.Message) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(m.Payload, e)
}

func (c *consumer) session(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Session(&gorm.Session{SkipHooks: true}).Save(&models.Loud{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error
}

func (c *consumer) kept(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.silent.Save(&models.Loud{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error
}
