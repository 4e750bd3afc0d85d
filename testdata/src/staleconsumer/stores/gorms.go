// Package stores has consumers that write through libraries.
package stores

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/fixtures/staleconsumer/msgs"
)

// A Customer is a copy.
type Customer struct {
	ID        string `gorm:"primaryKey"`
	Name      string
	Email     string
	Points    int
	Version   int64
	SyncedAt  time.Time
	UpdatedAt time.Time
}

func (c *Customer) setName(name string) { c.Name = name }

type gormSync struct{ db *gorm.DB }

func decode(m *nats.Msg) (*msgs.CustomerChanged, error) {
	e := new(msgs.CustomerChanged)
	return e, json.Unmarshal(m.Data, e)
}

func (s *gormSync) find(id string) (*Customer, error) {
	var c Customer
	err := s.db.First(&c, "id = ?", id).Error
	return &c, err
}

func (s *gormSync) save(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c, err := s.find(e.ID)
	if err != nil {
		return err
	}
	c.setName(e.Name)
	c.Version++
	return s.db.Save(c).Error // want `consumer gormSync.save overwrites customers by a message of type msgs.CustomerChanged`
}

func (s *gormSync) updates(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.Model(&Customer{}).Where("id = ?", e.ID).Updates(map[string]any{"name": e.Name, "updated_at": time.Now()}).Error // want `consumer gormSync.updates overwrites customers`
}

func (s *gormSync) upsert(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c := &Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}
	if err := s.db.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(c).Error; err != nil { // want `consumer gormSync.upsert overwrites customers`
		return err
	}
	return s.db.Clauses(clause.OnConflict{ // want `consumer gormSync.upsert overwrites customers`
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name", "email"}),
	}).Create(c).Error
}

func (s *gormSync) guarded(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.Model(&Customer{}).Where("id = ? AND synced_at < ?", e.ID, e.CreatedAt).Updates(map[string]any{"name": e.Name, "synced_at": e.CreatedAt}).Error
}

func (s *gormSync) inserts(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c := &Customer{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}
	if err := s.db.Create(c).Error; err != nil {
		return err
	}
	return s.db.Clauses(clause.OnConflict{DoNothing: true}).Create(c).Error
}

func (s *gormSync) points(m *nats.Msg) error {
	var e msgs.PointsEarned
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return s.db.Model(&Customer{}).Where("id = ?", e.CustomerID).Update("points", gorm.Expr("points + ?", e.Points)).Error
}

func (s *gormSync) compared(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.Transaction(func(tx *gorm.DB) error {
		var c Customer
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&c, "id = ?", e.ID).Error; err != nil {
			return err
		}
		if c.Version >= e.Version {
			return nil
		}
		c.Name, c.Version = e.Name, e.Version
		return tx.Save(&c).Error
	})
}

// A Contact is only marked when it is deleted.
type Contact struct {
	ID         string `gorm:"primaryKey"`
	CustomerID *string
	DeletedAt  gorm.DeletedAt
}

func (s *gormSync) removed(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.Where("id = ?", e.ID).Delete(&Contact{}).Error
}

// detached clears only what refers to the customer.
func (s *gormSync) detached(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.Model(&Contact{}).Where("customer_id = ?", e.ID).Update("customer_id", nil).Error
}

func (s *gormSync) cleared(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.db.Model(&Contact{}).Where("id = ?", e.ID).Update("customer_id", nil).Error // want `consumer gormSync.cleared overwrites contacts`
}

// assigned sets what it finds, and creates what it does not.
func (s *gormSync) assigned(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c := Customer{ID: e.ID, Name: e.Name, Email: e.Email}
	return s.db.Where("id = ?", e.ID).Assign(c).FirstOrCreate(&c).Error // want `consumer gormSync.assigned overwrites customers`
}

// created leaves alone what it finds.
func (s *gormSync) created(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	c := Customer{ID: e.ID, Name: e.Name, Email: e.Email}
	return s.db.Where("id = ?", e.ID).Attrs(c).FirstOrCreate(&c).Error
}

// one is a row of whatever table, as its handle reads it.
func one[T any](db *gorm.DB, id string) (*T, error) {
	var row T
	if err := db.Take(&row, "id = ?", id).Error; err != nil {
		return nil, err
	}
	return &row, nil
}

func (s *gormSync) revise(id string, at time.Time, change func(c *Customer)) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		c, err := one[Customer](tx.Clauses(clause.Locking{Strength: "UPDATE"}), id)
		if err != nil {
			return err
		}
		if !at.After(c.SyncedAt) {
			return nil
		}
		change(c)
		c.SyncedAt = at
		return tx.Save(c).Error
	})
}

func (s *gormSync) revised(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.revise(e.ID, e.CreatedAt, func(c *Customer) { c.Name = e.Name })
}

func (s *gormSync) reviseOpen(id string, at time.Time, change func(c *Customer)) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		c, err := one[Customer](tx, id)
		if err != nil {
			return err
		}
		if !at.After(c.SyncedAt) {
			return nil
		}
		change(c)
		c.SyncedAt = at
		return tx.Save(c).Error // want `compares the order of customers and writes it in separate statements`
	})
}

func (s *gormSync) revisedOpen(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.reviseOpen(e.ID, e.CreatedAt, func(c *Customer) { c.Name = e.Name })
}
