// Package left reads nothing of deletion.
package left

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/fixtures/softdelete/msgs"
)

type bare struct{ ID, Number string }

func (bare) TableName() string { return "plates" }

type consumer struct{ db *gorm.DB }

func (c *consumer) Saves(m *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(m.Payload, &p); err != nil {
		return err
	}
	return c.db.Save(&bare{ID: p.ID, Number: p.Number}).Error // want `leaves DeletedAt of msgs.Plate aside`
}

func (c *consumer) Creates(m *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(m.Payload, &p); err != nil {
		return err
	}
	return c.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&bare{ID: p.ID, Number: p.Number}).Error // want `leaves DeletedAt of msgs.Plate aside`
}
