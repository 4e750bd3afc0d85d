package garage

import (
	"encoding/json"
	"errors"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
)

func read(msg *message.Message) (s seen, err error) {
	err = json.Unmarshal(msg.Payload, &s)
	return s, err
}

func (c *consumer) stand(s seen) error {
	return c.db.Clauses(once).Create(&Car{ID: s.ID, GarageID: s.Garage}).Error
}

// The handle keeps the error that tells it.
func (c *consumer) toldByError(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	var g Garage
	err = c.db.First(&g, "id = ?", s.Garage).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		log.Print("no such garage")
		return nil
	}
	if err != nil {
		return err
	}
	return c.stand(s) // want `writes park_cars, whose garage_id refers to park_garages, .* answers success where it is missing`
}

func (c *consumer) toldByResult(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	if found := c.db.First(&Garage{}, "id = ?", s.Garage); found.Error != nil {
		log.Print(found.Error)
		return nil
	}
	return c.stand(s) // want `answers success where it is missing`
}

func (c *consumer) returnedByResult(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	if found := c.db.First(&Garage{}, "id = ?", s.Garage); found.Error != nil {
		return found.Error
	}
	return c.stand(s)
}

// How many rows were found tells it as well.
func (c *consumer) counted(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	var g Garage
	found := c.db.Limit(1).Find(&g, "id = ?", s.Garage)
	if found.Error != nil {
		return found.Error
	}
	if found.RowsAffected == 0 {
		log.Print("no such garage")
		return nil
	}
	return c.stand(s) // want `answers success where it is missing`
}

func (c *consumer) countedAndReturned(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	var g Garage
	if c.db.Limit(1).Find(&g, "id = ?", s.Garage).RowsAffected == 0 {
		return errors.New("no such garage")
	}
	return c.stand(s)
}

// So does the row that was to be filled, by its key, and a list by its length.
func (c *consumer) leftEmpty(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	var g Garage
	c.db.Find(&g, "id = ?", s.Garage)
	if g.ID == "" {
		log.Print("no such garage")
		return nil
	}
	return c.stand(s) // want `answers success where it is missing`
}

func (c *consumer) leftEmptyAndReturned(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	var g Garage
	c.db.Find(&g, "id = ?", s.Garage)
	if g.ID == "" {
		return errors.New("no such garage")
	}
	return c.stand(s)
}

func (c *consumer) noneListed(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	var list []Garage
	if err := c.db.Find(&list, "id = ?", s.Garage).Error; err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	return c.stand(s) // want `answers success where it is missing`
}

// Nobody asks.
func (c *consumer) unasked(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	var g Garage
	c.db.First(&g, "id = ?", s.Garage)
	return c.stand(s) // want `drops the result of looking for it`
}

// Whoever is given the row asks for more than its key.
func (c *consumer) judged(msg *message.Message) error {
	s, err := read(msg)
	if err != nil {
		return err
	}
	var g Garage
	c.db.First(&g, "id = ?", s.Garage)
	if err := open(&g); err != nil {
		return err
	}
	return c.stand(s)
}

func open(g *Garage) error {
	if g.Name == "" {
		return errors.New("not open")
	}
	return nil
}
