package repo

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Rows keeps the rows of a model.
type Rows[M any] struct{ db *gorm.DB }

// For keeps those of one.
func For[M any](db *gorm.DB) Rows[M] { return Rows[M]{db} }

// ByID is nil where there is none.
func (r Rows[M]) ByID(ctx context.Context, id string) (*M, error) {
	m := new(M)
	err := r.db.WithContext(ctx).Take(m, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return m, err
}

// Put inserts a row or overwrites it.
func (r Rows[M]) Put(ctx context.Context, m *M) error {
	return r.db.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(m).Error
}

// Keep inserts a row where there is none.
func (r Rows[M]) Keep(ctx context.Context, m *M) error {
	return r.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(m).Error
}
