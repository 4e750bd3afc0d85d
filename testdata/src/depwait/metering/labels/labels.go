// Package labels gives meters labels, of which each is made where there is none yet.
package labels

import (
	"encoding/json"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
)

type (
	Label struct {
		ID   int64  `gorm:"primaryKey"`
		Name string `gorm:"uniqueIndex"`
	}
	MeterLabel struct {
		MeterID string `gorm:"primaryKey"`
		LabelID int64  `gorm:"primaryKey"`
	}
	LabelPrinted  struct{ Name string }
	MeterLabelled struct {
		Meter  string
		Names  []string
		Labels []int64
		Label  int64
	}
)

type all interface {
	Set(meter string, labels []int64) error
	Add(meter string, labels ...int64) error
}

type names interface {
	Make(name string) (*Label, error)
}

type gormLabels struct{ db *gorm.DB }

// New returns what takes messages.
func New(db *gorm.DB) *Consumers {
	store := &gormLabels{db}
	return &Consumers{db, store, store}
}

func (s *gormLabels) Make(name string) (*Label, error) {
	var l Label
	if err := s.db.Where("name = ?", name).FirstOrCreate(&l, Label{Name: name}).Error; err != nil {
		return nil, err
	}
	return &l, nil
}

func (s *gormLabels) Set(meter string, labels []int64) error {
	if err := s.db.Where("meter_id = ?", meter).Delete(&MeterLabel{}).Error; err != nil {
		return err
	}
	if len(labels) > 0 {
		rows := make([]MeterLabel, len(labels))
		for i, id := range labels {
			rows[i] = MeterLabel{MeterID: meter, LabelID: id}
		}
		return s.db.Create(&rows).Error
	}
	return nil
}

func (s *gormLabels) Add(meter string, labels ...int64) error {
	for _, id := range labels {
		if err := s.add(meter, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *gormLabels) add(meter string, label int64) error {
	return s.db.Create(&MeterLabel{MeterID: meter, LabelID: label}).Error
}

// Consumers take messages.
type Consumers struct {
	db    *gorm.DB
	all   all
	names names
}

func (c *Consumers) printed(msg *message.Message) error {
	var v LabelPrinted
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	return c.db.Create(&Label{Name: v.Name}).Error
}

// Where there are no names, all labels are taken away, and nothing refers to any.
func (c *Consumers) named(msg *message.Message) error {
	var v MeterLabelled
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	if len(v.Names) == 0 {
		return c.all.Set(v.Meter, []int64{})
	}
	var ids []int64
	for _, name := range v.Names {
		l, err := c.names.Make(name)
		if err != nil {
			log.Print(err)
			continue
		}
		ids = append(ids, l.ID)
	}
	return c.all.Set(v.Meter, ids)
}

func (c *Consumers) cleared(msg *message.Message) error {
	var v MeterLabelled
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	if err := c.all.Add(v.Meter); err != nil {
		return err
	}
	return c.all.Set(v.Meter, nil)
}

// It goes on to another function.
func (c *Consumers) clearedBelow(msg *message.Message) error {
	var v MeterLabelled
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	return c.set(v.Meter, nil)
}

func (c *Consumers) set(meter string, labels []int64) error { return c.all.Set(meter, labels) }

func (c *Consumers) listed(msg *message.Message) error {
	var v MeterLabelled
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	return c.all.Set(v.Meter, v.Labels) // want `whose label_id refers to labels, which other messages fill, without making sure that it is there`
}

func (c *Consumers) one(msg *message.Message) error {
	var v MeterLabelled
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	return c.all.Set(v.Meter, []int64{v.Label}) // want `whose label_id refers to labels, which other messages fill, without making sure that it is there`
}

func (c *Consumers) added(msg *message.Message) error {
	var v MeterLabelled
	if err := json.Unmarshal(msg.Payload, &v); err != nil {
		return err
	}
	ids := make([]int64, 0, 1)
	ids = append(ids, v.Label)
	return c.all.Add(v.Meter, ids...) // want `whose label_id refers to labels, which other messages fill, without making sure that it is there`
}
