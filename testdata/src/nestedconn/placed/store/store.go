// Package store has what others make with their pools.
package store

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// An Audit keeps to its own pool.
type Audit struct{ db *gorm.DB }

func NewAudit(db *gorm.DB) *Audit { return &Audit{db: db} }

type line struct{ Text string }

func (a *Audit) Record(ctx context.Context, text string) error {
	return a.db.WithContext(ctx).Create(&line{Text: text}).Error
}

// A Checked one may not come to be.
type Checked struct{ db *gorm.DB }

func NewChecked(db *gorm.DB) (*Checked, error) {
	if db == nil {
		return nil, errors.New("no pool")
	}
	return &Checked{db: db}, nil
}

func (c *Checked) Record(ctx context.Context, text string) error {
	return c.db.WithContext(ctx).Create(&line{Text: text}).Error
}

// A Switched one may be given another pool later.
type Switched struct{ db *gorm.DB }

func NewSwitched(db *gorm.DB) *Switched { return &Switched{db: db} }

func (s *Switched) Use(db *gorm.DB) { s.db = db }

func (s *Switched) Record(ctx context.Context, text string) error {
	return s.db.WithContext(ctx).Create(&line{Text: text}).Error
}

type key struct{}

// With puts a transaction into the context.
func With(ctx context.Context, tx *gorm.DB) context.Context {
	return context.WithValue(ctx, key{}, tx)
}

// Joining takes part in the transaction of the context.
type Joining struct{ db *gorm.DB }

func NewJoining(db *gorm.DB) *Joining { return &Joining{db: db} }

func (j *Joining) Record(ctx context.Context, text string) error {
	db := j.db
	if tx, ok := ctx.Value(key{}).(*gorm.DB); ok {
		db = tx
	}
	return db.WithContext(ctx).Create(&line{Text: text}).Error
}
