package garage

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
)

// Helpers that write whatever model they are given: the caller tells which.

type anything struct{ db *gorm.DB }

func (a anything) insert(row any) error { return a.db.Clauses(once).Create(row).Error }

func insert[T any](db *gorm.DB, row *T) error { return db.Clauses(once).Create(row).Error }

func (c *consumer) anyModel(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return anything{c.db}.insert(&Car{ID: s.ID, GarageID: s.Garage, Plate: s.Plate}) // want `writes park_cars, whose GarageID refers to park_garages`
}

func (c *consumer) anyDecoded(msg *message.Message) error {
	var car Car
	if err := json.Unmarshal(msg.Payload, &car); err != nil {
		return err
	}
	return anything{c.db}.insert(&car) // want `writes park_cars, whose GarageID refers to park_garages`
}

func (c *consumer) ofType(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return insert(c.db, &Car{ID: s.ID, GarageID: s.Garage}) // want `writes park_cars, whose GarageID refers to park_garages`
}

// A car without a garage refers to none.
func (c *consumer) anyLoose(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return anything{c.db}.insert(&Car{ID: s.ID, Plate: s.Plate})
}

// The garage is looked up first.
func (c *consumer) anyParked(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	var g Garage
	if err := c.db.First(&g, "id = ?", s.Garage).Error; err != nil {
		return err
	}
	return insert(c.db, &Car{ID: s.ID, GarageID: g.ID})
}
