// Package repo makes repositories for whatever type.
package repo

import (
	"context"

	"gorm.io/gorm"
)

// A Repository keeps values of a type.
type Repository[T any] interface {
	Add(ctx context.Context, v T) error
	Update(ctx context.Context, v T) error
}

type gormRepository[T any] struct{ db *gorm.DB }

// New makes a repository. What it returns is one of any instance's interface.
func New[T any](db *gorm.DB) Repository[T] { return &gormRepository[T]{db} }

func (r *gormRepository[T]) Add(ctx context.Context, v T) error {
	return r.db.WithContext(ctx).Create(v).Error
}

func (r *gormRepository[T]) Update(ctx context.Context, v T) error {
	return r.db.WithContext(ctx).Save(v).Error
}
