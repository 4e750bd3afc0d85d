// Package hooks saves models that tell of it.
package hooks

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"

	"example.com/fixtures/syncecho/events"
	"example.com/fixtures/syncecho/hooks/models"
	"example.com/fixtures/syncecho/msgs"
)

type consumer struct{ db *gorm.DB }

func decode(m *message.Message) (*msgs.UserChanged, error) {
	e := new(msgs.UserChanged)
	return e, json.Unmarshal(m.Payload, e)
}

func (c *consumer) saves(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.WithContext(m.Context()).Save(&models.Loud{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error // want `consumer consumer.saves writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
}

func (c *consumer) inTransaction(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.WithContext(m.Context()).Transaction(func(tx *gorm.DB) error {
		return tx.Save(&models.Loud{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error // want `consumer consumer.inTransaction writes customers, the copy of accounts.users, and raises msgs.CustomerChanged about it`
	})
}

// quietTransaction calls none within.
func (c *consumer) quietTransaction(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Session(&gorm.Session{SkipHooks: true}).Transaction(func(tx *gorm.DB) error {
		return tx.Save(&models.Loud{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error
	})
}

// updateColumns calls no hooks.
func (c *consumer) updateColumns(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return c.db.Model(&models.Loud{ID: e.ID}).UpdateColumns(models.Loud{Name: e.Name, SyncedAt: e.CreatedAt}).Error
}

func (c *consumer) suppressed(m *message.Message) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	ctx := events.Without(m.Context())
	return c.db.WithContext(ctx).Save(&models.Polite{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}).Error
}
