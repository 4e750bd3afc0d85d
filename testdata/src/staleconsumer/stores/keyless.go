package stores

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
)

// Base is part of every model.
type Base struct {
	ID uint `gorm:"primaryKey"`
}

type notice struct {
	Base
	Event string
	Nick  string
}

type slot struct {
	Number int `gorm:"primaryKey;autoIncrement:false"`
	Nick   string
}

type board struct{ db *gorm.DB }

func (b *board) keep(n notice) error { return b.db.Save(&n).Error }

// Without its key a model is inserted.
func (b *board) noticed(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return b.keep(notice{Event: c.ID, Nick: c.Nick})
}

// With its key it overwrites.
func (b *board) renumbered(msg *message.Message) error {
	var c struct {
		Number uint
		Nick   string
	}
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return b.keep(notice{Base: Base{ID: c.Number}, Nick: c.Nick}) // want `consumer board.renumbered overwrites notices`
}

func (b *board) placed(msg *message.Message) error {
	var c struct {
		Number int
		Nick   string
	}
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	s := slot{Nick: c.Nick}
	s.Number = c.Number
	return b.db.Save(&s).Error // want `consumer board.placed overwrites slots`
}

func (b *board) unplaced(msg *message.Message) error {
	var c profile
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	s := slot{Nick: c.Nick}
	return b.db.Save(&s).Error
}

func (b *board) numbered(n notice, id uint) error {
	n.ID = id
	return b.keep(n) // want `consumer board.numbered overwrites notices`
}

// The key is put in on the way.
func (b *board) keyedLater(msg *message.Message) error {
	var c struct {
		Number uint
		Nick   string
	}
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	return b.numbered(notice{Nick: c.Nick}, c.Number)
}
