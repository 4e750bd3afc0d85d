// Package xormc writes a table in the ways of xorm.
package xormc

import (
	"time"

	"xorm.io/builder"
	"xorm.io/xorm"
)

// A Customer is a copy.
type Customer struct {
	ID       string    `xorm:"varchar(64) pk 'id'"`
	Name     string    `xorm:"'full_name'"`
	SyncedAt time.Time `xorm:"index"`
}

// insert
//
//	writes customer: insert only; sets id,full_name,synced_at
func insert(db *xorm.Engine, c *Customer) { db.Insert(c) }

// update
//
//	writes customer: sets full_name; if id = ?; if synced_at < ?
func update(db *xorm.Engine, c *Customer) {
	db.ID(c.ID).Where("synced_at < ?", c.SyncedAt).Cols("full_name").Update(c)
}

// built
//
//	writes customer: sets full_name; if synced_at < ?
func built(s *xorm.Session, c *Customer) {
	s.Where(builder.Lt{"synced_at": c.SyncedAt}).Cols("full_name")
	s.Table("customer").Where(builder.Lt{"synced_at": c.SyncedAt}).Update(map[string]any{"full_name": c.Name})
}

// deletes
//
//	writes customer: if id = ?
func deletes(s *xorm.Session) { s.Where("id = ?", 1).Delete(new(Customer)) }
