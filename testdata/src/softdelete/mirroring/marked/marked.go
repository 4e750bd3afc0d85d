// Package marked removes rows by a library that may only mark them.
package marked

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/fixtures/softdelete/msgs"
)

// Repo keeps rows of a model.
type Repo[T any] struct{ db *gorm.DB }

// New returns one.
func New[T any](db *gorm.DB) *Repo[T] { return &Repo[T]{db} }

// Put stores a row.
func (r *Repo[T]) Put(ctx context.Context, row *T) error {
	return r.db.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(row).Error
}

// Remove takes a row away.
func (r *Repo[T]) Remove(ctx context.Context, id string) error {
	var row T
	return r.db.WithContext(ctx).Where("id = ?", id).Delete(&row).Error
}

// Plate is marked by gorm.
type Plate struct {
	ID, Number string
	DeletedAt  gorm.DeletedAt
}

// Owner is not.
type Owner struct {
	ID, Name  string
	UpdatedAt time.Time
}

// Marks has gorm mark the row.
type Marks struct{ Plates *Repo[Plate] }

func (h *Marks) Handle(msg *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(msg.Payload, &p); err != nil {
		return err
	}
	if p.DeletedAt != nil {
		return h.Plates.Remove(msg.Context(), p.ID)
	}
	return h.Plates.Put(msg.Context(), &Plate{ID: p.ID, Number: p.Number})
}

// Removes has it remove the row, which has nothing to be marked by.
type Removes struct{ Owners *Repo[Owner] }

func (h *Removes) Handle(msg *message.Message) error {
	var u msgs.User
	if err := json.Unmarshal(msg.Payload, &u); err != nil {
		return err
	}
	if u.IsDeleted {
		return h.Owners.Remove(msg.Context(), u.ID) // want `consumer Removes.Handle removes the row from owners, though the owner keeps it: msgs.User has IsDeleted`
	}
	return h.Owners.Put(msg.Context(), &Owner{ID: u.ID, Name: u.Name})
}

// Unscoped is told to remove the row.
type Unscoped struct{ DB *gorm.DB }

func (h *Unscoped) Handle(msg *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(msg.Payload, &p); err != nil {
		return err
	}
	if p.DeletedAt != nil {
		return h.DB.Unscoped().Delete(&Plate{}, "id = ?", p.ID).Error // want `consumer Unscoped.Handle removes the row from plates`
	}
	return h.DB.Clauses(clause.OnConflict{UpdateAll: true}).Create(&Plate{ID: p.ID, Number: p.Number}).Error
}

// Scoped is not.
type Scoped struct{ DB *gorm.DB }

func (h *Scoped) Handle(msg *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(msg.Payload, &p); err != nil {
		return err
	}
	if p.DeletedAt != nil {
		return h.DB.Delete(&Plate{}, "id = ?", p.ID).Error
	}
	return h.DB.Clauses(clause.OnConflict{UpdateAll: true}).Create(&Plate{ID: p.ID, Number: p.Number}).Error
}
