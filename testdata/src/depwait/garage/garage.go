// Package garage writes models: what a row refers to is told by the fields that
// are given a value.
package garage

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// A Garage is what other messages bring.
type Garage struct{ ID, Name string }

// TableName shares its first word with the other tables.
func (Garage) TableName() string { return "park_garages" }

// A Car stands in a garage, or in none.
type Car struct{ ID, GarageID, Plate string }

// TableName shares its first word with the other tables.
func (Car) TableName() string { return "park_cars" }

type seen struct{ ID, Garage, Plate string }

type consumer struct{ db *gorm.DB }

var once = clause.OnConflict{DoNothing: true}

func (c *consumer) garage(msg *message.Message) error {
	return c.db.Clauses(once).Create(&Garage{ID: msg.UUID, Name: string(msg.Payload)}).Error
}

// The model itself is decoded.
func (c *consumer) decoded(msg *message.Message) error {
	var car Car
	if err := json.Unmarshal(msg.Payload, &car); err != nil {
		return err
	}
	return c.db.Clauses(once).Create(&car).Error // want `consumer consumer.decoded of garage.Car writes park_cars, whose garage_id refers to park_garages`
}

func (c *consumer) given(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return c.db.Clauses(once).Create(&Car{ID: s.ID, GarageID: s.Garage, Plate: s.Plate}).Error // want `writes park_cars, whose garage_id refers to park_garages`
}

func (c *consumer) mapped(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return c.save(toCar(s)) // want `writes park_cars, whose garage_id refers to park_garages`
}

func toCar(s seen) *Car { return &Car{ID: s.ID, GarageID: s.Garage} }

func (c *consumer) save(car *Car) error { return c.db.Clauses(once).Create(car).Error }

// It stands nowhere.
func (c *consumer) left(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return c.db.Clauses(once).Create(&Car{ID: s.ID, Plate: s.Plate}).Error
}

// Neither does this one, by way of a helper.
func (c *consumer) leftByHelper(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return c.save(&Car{ID: s.ID, Plate: s.Plate})
}

func (c *consumer) looked(msg *message.Message) error {
	var car Car
	if err := json.Unmarshal(msg.Payload, &car); err != nil {
		return err
	}
	if err := c.db.First(&Garage{}, "id = ?", car.GarageID).Error; err != nil {
		return err
	}
	return c.db.Clauses(once).Create(&car).Error
}

// one is a row of whatever table.
func one[T any](db *gorm.DB, id string) (*T, error) {
	var row T
	if err := db.Take(&row, "id = ?", id).Error; err != nil {
		return nil, err
	}
	return &row, nil
}

func (c *consumer) change(id string, change func(car *Car)) error {
	car, err := one[Car](c.db, id)
	if err != nil {
		return err
	}
	change(car)
	return c.db.Save(car).Error
}

// The car stays where it stands, whichever that is.
func (c *consumer) relabelled(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return c.change(s.ID, func(car *Car) { car.Plate = s.Plate })
}

func (c *consumer) plated(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	car, err := one[Car](c.db, s.ID)
	if err != nil {
		return err
	}
	car.Plate = s.Plate
	return c.db.Save(car).Error
}

// This one is moved.
func (c *consumer) moved(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	car, err := one[Car](c.db, s.ID)
	if err != nil {
		return err
	}
	car.GarageID = s.Garage
	return c.db.Save(car).Error // want `writes park_cars, whose garage_id refers to park_garages`
}

// put saves a car that it is given by value, and learns what the database made of it.
func (c *consumer) put(car Car) error { return c.db.Save(&car).Error } // want `writes park_cars, whose garage_id refers to park_garages`

func (c *consumer) byValue(msg *message.Message) error {
	var s seen
	if err := json.Unmarshal(msg.Payload, &s); err != nil {
		return err
	}
	return c.put(Car{ID: s.ID, GarageID: s.Garage, Plate: s.Plate})
}
