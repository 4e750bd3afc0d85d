// Package session keeps the database's handle in contexts.
package session

import (
	"context"

	"gorm.io/gorm"
)

type key struct{}

// With puts a handle into a context.
func With(ctx context.Context, db *gorm.DB) context.Context {
	return context.WithValue(ctx, key{}, db)
}

// From is the handle in a context, or the other one.
func From(ctx context.Context, otherwise *gorm.DB) *gorm.DB {
	if db, ok := ctx.Value(key{}).(*gorm.DB); ok {
		return db.WithContext(ctx)
	}
	return otherwise.WithContext(ctx)
}

// Older are the rows that a version may replace.
func Older(db *gorm.DB, id string, version int64) *gorm.DB {
	return db.Table("customers").Where("id = ? AND version < ?", id, version)
}
