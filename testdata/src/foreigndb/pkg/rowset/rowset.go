// Package rowset starts queries for whoever asks.
package rowset

import "gorm.io/gorm"

// Handle gives the database back, of no table yet.
func Handle(db *gorm.DB) *gorm.DB { return db.Session(&gorm.Session{NewDB: true}) }

// Lines selects the orders' lines, which the caller goes on with.
func Lines(db *gorm.DB, order string) *gorm.DB {
	return db.Table("order_lines").Where("order_id = ?", order)
}

// Page narrows what it is given.
func Page(db *gorm.DB, n int) *gorm.DB { return db.Offset(n).Limit(10) }
