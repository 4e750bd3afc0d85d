// Package records keeps rows of any model, behind interfaces: whoever calls tells which.
package records

import (
	"context"

	"gorm.io/gorm"
)

// A Keeper keeps whatever model it is given.
type Keeper interface {
	Add(ctx context.Context, row any) error
	Get(ctx context.Context, into any, id string) error
}

type keeper struct{ db *gorm.DB }

// NewKeeper keeps rows in a database.
func NewKeeper(db *gorm.DB) Keeper { return &keeper{db} }

func (k *keeper) Add(ctx context.Context, row any) error {
	return k.db.WithContext(ctx).Create(row).Error
}

func (k *keeper) Get(ctx context.Context, into any, id string) error {
	return k.db.WithContext(ctx).First(into, "id = ?", id).Error
}

// Of keeps rows of one model.
type Of[T any] interface {
	Add(ctx context.Context, row *T) error
	Get(ctx context.Context, id string) (*T, error)
}

type of[T any] struct{ db *gorm.DB }

// NewOf keeps rows of a model in a database.
func NewOf[T any](db *gorm.DB) Of[T] { return &of[T]{db} }

func (o *of[T]) Add(ctx context.Context, row *T) error {
	return o.db.WithContext(ctx).Create(row).Error
}

func (o *of[T]) Get(ctx context.Context, id string) (*T, error) {
	var row T
	if err := o.db.WithContext(ctx).First(&row, "id = ?", id).Error; err != nil {
		return nil, err
	}
	return &row, nil
}
