// Package rows keeps rows that say themselves what is told of them.
package rows

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"example.com/fixtures/syncecho/events"
)

// An Event says where it goes.
type Event interface{ Topic() string }

// A Row says what is told of it.
type Row interface{ Message() Event }

type options struct{ tell bool }

// An Option changes how a row is saved.
type Option func(*options)

// Quietly has nothing told.
func Quietly() Option { return func(o *options) { o.tell = false } }

// Repo is one model's.
type Repo[T Row] struct {
	DB  *gorm.DB
	Bus *events.Bus
}

// Save stores a row and tells of it.
func (r *Repo[T]) Save(ctx context.Context, row *T, opts ...Option) error {
	o := options{tell: true}
	for _, opt := range opts {
		opt(&o)
	}
	err := r.DB.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(row).Error
	if err != nil || !o.tell {
		return err
	}
	msg := (*row).Message()
	return r.Bus.Publish(ctx, msg.Topic(), msg)
}

// Put stores whatever row it is and tells of it.
func Put(ctx context.Context, db *gorm.DB, bus *events.Bus, row Row) error {
	if err := db.WithContext(ctx).Save(row).Error; err != nil {
		return err
	}
	msg := row.Message()
	return bus.Publish(ctx, msg.Topic(), msg)
}
