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

// A Part adds to a query.
type Part func(*gorm.DB) *gorm.DB

type parts []Part

func (p parts) apply(db *gorm.DB) *gorm.DB {
	for _, part := range p {
		db = part(db)
	}
	return db
}

// Orders selects the orders; each of its layers adds its parts.
func Orders(db *gorm.DB, p ...Part) *gorm.DB {
	return parts(p).apply(db.Table("orders o"))
}

// Open selects those that are open.
func Open(db *gorm.DB, p ...Part) *gorm.DB {
	return parts(p).apply(Orders(db).Where("o.open"))
}
