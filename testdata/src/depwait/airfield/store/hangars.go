package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// A Hangar is where planes stand.
type Hangar struct {
	ID  string `gorm:"primaryKey"`
	Tag string
}

// Hangars are kept by an ORM.
type Hangars struct{ db *gorm.DB }

// Within does something in a transaction, where the same methods are at hand.
func (h *Hangars) Within(ctx context.Context, do func(*Hangars) error) error {
	return h.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return do(&Hangars{db: tx}) })
}

// Add adds one.
func (h *Hangars) Add(ctx context.Context, row *Hangar) error {
	return h.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(row).Error
}

// Known reports whether there is one.
func (h *Hangars) Known(ctx context.Context, id string) (bool, error) {
	var n int64
	err := h.db.WithContext(ctx).Model(&Hangar{}).Where("id = ?", id).Count(&n).Error
	return n > 0, err
}

// Tag tags one.
func (h *Hangars) Tag(ctx context.Context, id, tag string) error {
	return h.db.WithContext(ctx).Model(&Hangar{}).Where("id = ?", id).Update("tag", tag).Error
}
