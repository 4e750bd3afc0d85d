// Package open opens billing's database, with names of its own.
package open

import (
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// DB opens it.
func DB(d gorm.Dialector) (*gorm.DB, error) {
	return gorm.Open(d, &gorm.Config{NamingStrategy: schema.NamingStrategy{TablePrefix: "bill_"}})
}
