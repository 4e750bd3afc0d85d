// Package gormc writes a table in the ways of gorm. What is known of each write
// stands in the function's comment.
package gormc

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// A Customer is a copy.
type Customer struct {
	ID       string
	Name     string `gorm:"column:full_name"`
	SyncedAt time.Time
	Orders   []Order
}

// An Order is only marked when it is deleted.
type Order struct {
	gorm.Model
	CustomerID string
}

// create
//
//	writes customers: insert only; sets id,full_name,synced_at
func create(db *gorm.DB, c *Customer) { db.Create(c) }

// save
//
//	writes customers: sets id,full_name,synced_at
func save(db *gorm.DB, c *Customer) { db.Save(c) }

// doNothing
//
//	writes customers: insert only; sets id,full_name,synced_at
func doNothing(db *gorm.DB, c *Customer) {
	db.Clauses(clause.OnConflict{DoNothing: true}).Create(c)
}

// upsert
//
//	writes customers: sets id,full_name,synced_at
func upsert(db *gorm.DB, c *Customer) {
	db.Clauses(clause.OnConflict{UpdateAll: true}).Create(c)
}

// guarded
//
//	writes customers: sets id,full_name,synced_at; if synced_at < ?
func guarded(db *gorm.DB, c *Customer) {
	db.Clauses(clause.OnConflict{
		DoUpdates: clause.AssignmentColumns([]string{"full_name", "synced_at"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Lt{Column: "customers.synced_at", Value: c.SyncedAt}}},
	}).Create(c)
}

// guardedText
//
//	writes customers: sets id,full_name,synced_at; if synced_at < excluded.synced_at
func guardedText(db *gorm.DB, c *Customer) {
	where := clause.Where{Exprs: []clause.Expression{gorm.Expr("customers.synced_at < excluded.synced_at")}}
	db.Clauses(clause.OnConflict{Where: where, UpdateAll: true}).Create(c)
}

// updates
//
//	writes customers: sets full_name,synced_at; if id = ?; if synced_at < ?
func updates(db *gorm.DB, c *Customer) {
	db.Model(&Customer{}).Where("id = ? AND synced_at < ?", c.ID, c.SyncedAt).Updates(map[string]any{"full_name": c.Name, "synced_at": c.SyncedAt})
}

// column
//
//	writes customers: sets full_name; if id = ?
func column(db *gorm.DB, c *Customer) {
	db.Model(&Customer{}).Where(map[string]any{"id": c.ID}).Update("full_name", c.Name)
}

// perhaps
//
//	writes customers: sets full_name; if id = ?
//	writes customers: sets full_name; if id = ?; if synced_at < ?
func perhaps(db *gorm.DB, c *Customer, force bool) {
	q := db.Model(c).Where("id = ?", c.ID)
	if !force {
		q = q.Where("synced_at < ?", c.SyncedAt)
	}
	q.UpdateColumn("full_name", c.Name)
}

// byHelper
//
//	writes customers: sets full_name; if synced_at < ?
//	reads customers:
func byHelper(db *gorm.DB, c *Customer) {
	newer(db, c.SyncedAt).Update("full_name", c.Name)
}

// newer
//
//	reads customers:
func newer(db *gorm.DB, t time.Time) *gorm.DB {
	return db.Model(&Customer{}).Where("synced_at < ?", t)
}

// scopes
//
//	writes customers: sets full_name; partial
func scopes(db *gorm.DB, scope func(*gorm.DB) *gorm.DB) {
	db.Model(&Customer{}).Scopes(scope).Update("full_name", "x")
}

// deletes
//
//	writes customers: if id = ?
func deletes(db *gorm.DB) { db.Delete(&Customer{}, "id = ?", 1) }

// marks
//
//	writes orders: sets deleted_at; if id = ?
func marks(db *gorm.DB) { db.Where("id = ?", 1).Delete(&Order{}) }

// removes
//
//	writes orders: if id = ?
func removes(db *gorm.DB) { db.Unscoped().Where("id = ?", 1).Delete(&Order{}) }

// locks
//
//	reads customers: locked
func locks(db *gorm.DB, c *Customer) {
	db.Clauses(clause.Locking{Strength: "UPDATE"}).First(c)
}

// sqlText
//
//	writes customers: insert only; sets id
func sqlText(db *gorm.DB) {
	db.Exec("INSERT INTO customers (id) VALUES (?) ON CONFLICT DO NOTHING", 1)
}

// with
//
//	reads customers:
//	reads orders:
func with(db *gorm.DB) { db.Preload("Orders").Find(&[]Customer{}) }
