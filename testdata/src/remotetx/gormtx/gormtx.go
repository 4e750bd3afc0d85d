// Package gormtx: a *gorm.DB may or may not be a transaction; its origin tells.
package gormtx

import (
	"context"

	"gorm.io/gorm"

	"example.com/fixtures/remote"
)

type order struct{ ID string }

func transaction(ctx context.Context, db *gorm.DB) error {
	err := db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&order{}).Error; err != nil {
			return err
		}
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func begin(ctx context.Context, db *gorm.DB) error {
	tx := db.Begin()
	if tx.Error != nil {
		return remote.Call(ctx, "begin failed")
	}
	if err := tx.Create(&order{}).Error; err != nil {
		tx.Rollback()
		return remote.Call(ctx, "rolled back")
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		tx.Rollback()
		return err
	}
	if err := tx.Commit().Error; err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func beginChained(ctx context.Context, db *gorm.DB) error {
	tx := db.WithContext(ctx).Begin()
	if err := tx.Error; err != nil {
		return remote.Call(ctx, "begin failed")
	}
	defer tx.Rollback()
	scoped := tx.Where("id = ?", "1") // the same transaction, with a condition
	if err := scoped.Delete(&order{}).Error; err != nil {
		return err
	}
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	return tx.Commit().Error
}

// A handle alone is no transaction, whatever it is called.
func handle(ctx context.Context, tx *gorm.DB) error {
	if err := tx.Create(&order{}).Error; err != nil {
		return err
	}
	return remote.Call(ctx, "maybe inside")
}

func session(ctx context.Context, db *gorm.DB) error {
	s := db.Session(&gorm.Session{NewDB: true}).WithContext(ctx).Model(&order{})
	if err := s.Update("state", "paid").Error; err != nil {
		return err
	}
	return remote.Call(ctx, "no transaction")
}

// The opener is where it is certain.
func handsOn(ctx context.Context, db *gorm.DB) error {
	if err := handle(ctx, db); err != nil { // no transaction
		return err
	}
	return db.Transaction(func(tx *gorm.DB) error {
		return handle(ctx, tx) // want "gormtx.handle leaves"
	})
}

// Nested transactions are savepoints of the outer one.
func nested(ctx context.Context, db *gorm.DB) error {
	return db.Transaction(func(tx *gorm.DB) error {
		err := tx.Transaction(func(sp *gorm.DB) error { return sp.Create(&order{}).Error })
		if err != nil {
			return err
		}
		return remote.Call(ctx, "inside the outer one") // want "remote.Call leaves"
	})
}

// Store is a repository with either handle.
type Store struct{ db *gorm.DB }

// WithTx is the same repository in a transaction.
func (s *Store) WithTx(tx *gorm.DB) *Store { return &Store{db: tx} }

// InTx runs fn with a repository of its own.
func (s *Store) InTx(ctx context.Context, fn func(*Store) error) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(&Store{db: tx})
	})
}

// With has the same shape, and no transaction.
func (s *Store) With(ctx context.Context, fn func(*Store) error) error {
	return fn(&Store{db: s.db.WithContext(ctx)})
}

func (s *Store) place(ctx context.Context) error {
	err := s.InTx(ctx, func(s *Store) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return s.With(ctx, func(s *Store) error { return remote.Call(ctx, "no transaction") })
}

// nil means none: then the function opens its own.
func (s *Store) save(ctx context.Context, tx *gorm.DB) error {
	if tx == nil {
		tx = s.db
	}
	return tx.WithContext(ctx).Save(&order{}).Error
}

func (s *Store) savesAlone(ctx context.Context) error {
	if err := s.save(ctx, nil); err != nil {
		return err
	}
	return remote.Call(ctx, "no transaction")
}

// A helper that opens one only if it is given none.
func (s *Store) ensure(ctx context.Context, tx *gorm.DB, fn func(*gorm.DB) error) error {
	if tx != nil {
		return fn(tx)
	}
	return s.db.WithContext(ctx).Transaction(fn)
}

func (s *Store) ensured(ctx context.Context) error {
	return s.ensure(ctx, nil, func(*gorm.DB) error {
		return remote.Call(ctx, "inside, either way") // want "remote.Call leaves"
	})
}

// DryRun and hooks are no transactions.
func (o *order) AfterCreate(*gorm.DB) error { return nil }

type audited struct{ ID string }

// Hooks run in the transaction of the statement, or in one that is made for it.
func (a *audited) AfterCreate(tx *gorm.DB) error {
	return remote.Call(tx.Statement.Context, a.ID) // want "remote.Call leaves"
}

// What was read needs no transaction.
func (a *audited) AfterFind(tx *gorm.DB) error {
	return remote.Call(tx.Statement.Context, a.ID)
}

// After what is no hook of gorm's.
func (a *audited) AfterCreated(tx *gorm.DB) error {
	return remote.Call(tx.Statement.Context, a.ID)
}
