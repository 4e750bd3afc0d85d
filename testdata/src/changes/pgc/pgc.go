// Package pgc writes a table in the ways of go-pg.
package pgc

import (
	"time"

	"github.com/go-pg/pg/v10"
)

// A Customer is a copy.
type Customer struct {
	ID       string
	Name     string `pg:"full_name"`
	SyncedAt time.Time
}

// insert
//
//	writes customers: insert only; sets id,full_name,synced_at
func insert(db *pg.DB, c *Customer) { db.Model(c).OnConflict("DO NOTHING").Insert() }

// guarded
//
//	writes customers: sets id,full_name,synced_at; if synced_at < EXCLUDED.synced_at
func guarded(db *pg.DB, c *Customer) {
	db.Model(c).OnConflict("(id) DO UPDATE").Set("full_name = EXCLUDED.full_name").Where("customer.synced_at < EXCLUDED.synced_at").Insert()
}

// update
//
//	writes customers: sets full_name; if id = ?
func update(db *pg.DB, c *Customer) { db.Model(c).Set("full_name = ?full_name").WherePK().Update() }
