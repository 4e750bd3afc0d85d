// Package gormdb queries the database instead of the transaction, with gorm.
package gormdb

import (
	"context"

	"gorm.io/gorm"
)

type order struct{ ID int }

type repository struct{ db *gorm.DB }

func (r *repository) callback(ctx context.Context) error {
	return r.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		query := r.db.Where("id = ?", 1) // takes none yet
		if err := tx.Create(&order{}).Error; err != nil {
			return err
		}
		if err := r.db.Create(&order{}).Error; err != nil { // want "gorm.DB.Create takes a second connection"
			return err
		}
		return query.First(&order{}).Error // want "gorm.DB.First takes a second connection"
	})
}

// find is called within and without.
func (r *repository) find(ctx context.Context, id int) (o order, err error) {
	err = r.db.WithContext(ctx).First(&o, id).Error
	return o, err
}

// withTx is the repository in a transaction.
func (r *repository) withTx(tx *gorm.DB) *repository { return &repository{db: tx} }

func (r *repository) begun(ctx context.Context) error {
	tx := r.db.Begin()
	defer tx.Rollback()
	if _, err := r.withTx(tx).find(ctx, 1); err != nil {
		return err
	}
	if _, err := r.find(ctx, 1); err != nil { // want "gormdb.repository.find takes a second connection"
		return err
	}
	return tx.Commit().Error
}

// The variable becomes the transaction.
func shadowed(db *gorm.DB) error {
	db = db.Begin()
	defer db.Rollback()
	if err := db.Create(&order{}).Error; err != nil {
		return err
	}
	return db.Commit().Error
}

// conn is the transaction of the context, or the database.
func (r *repository) conn(ctx context.Context) *gorm.DB {
	if tx, ok := ctx.Value("tx").(*gorm.DB); ok {
		return tx
	}
	return r.db.WithContext(ctx)
}

func (r *repository) joins(ctx context.Context) error {
	return r.db.Transaction(func(tx *gorm.DB) error {
		ctx := context.WithValue(ctx, "tx", tx)
		return r.conn(ctx).Create(&order{}).Error
	})
}

// Or is put in its place.
func swapped(r repository) error {
	tx := r.db.Begin()
	defer tx.Rollback()
	r.db = tx
	if err := r.db.Create(&order{}).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}
