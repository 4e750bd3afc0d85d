// Package rows keeps rows of any model, and has its callers change them.
package rows

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Worth decides whether a change is worth telling.
type Worth[T any] interface {
	Tells(before, after *T) bool
}

// Repo is one model's.
type Repo[T any] struct {
	db    *gorm.DB
	worth Worth[T]
	told  int
}

// New returns one.
func New[T any](db *gorm.DB, worth Worth[T]) *Repo[T] { return &Repo[T]{db: db, worth: worth} }

// Mutate stores what fn makes of the row; nil leaves it as it is.
func (r *Repo[T]) Mutate(ctx context.Context, id string, fn func(cur *T) (*T, error)) error {
	var before, after *T
	err := r.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var row T
		err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(&row).Error
		switch {
		case err == nil:
			before = &row
		case !errors.Is(err, gorm.ErrRecordNotFound):
			return err
		}
		if after, err = fn(before); err != nil || after == nil {
			return err
		}
		return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}).Create(after).Error
	})
	if err == nil && after != nil && r.worth.Tells(before, after) {
		r.told++
	}
	return err
}
