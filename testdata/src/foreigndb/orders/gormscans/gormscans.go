// Package gormscans reads rows into structs that no table is named after: where a
// query says by itself what it selects from, the destination says nothing.
package gormscans

import (
	"errors"

	"gorm.io/gorm"

	"example.com/fixtures/foreigndb/pkg/rowset"
)

// User is a row as this service shows it; by its naming it would be a table of
// accounts'.
type User struct{ ID, Name string }

// The query is begun in a helper that gives none back where it fails.
func selected(db *gorm.DB, id string) ([]User, error) {
	query, err := begun(db, id)
	if err != nil {
		return nil, err
	}
	var rows []User
	return rows, query.Find(&rows).Error
}

func begun(db *gorm.DB, id string) (*gorm.DB, error) {
	if id == "" {
		return nil, errors.New("no order")
	}
	return db.Table("order_lines").Where("order_id = ?", id), nil
}

// The query is begun by who calls.
func given(db *gorm.DB) []User {
	all(db.Table("order_lines").Select("buyer AS id"))
	return all(db.Table("orders"))
}

func all(tx *gorm.DB) (rows []User) {
	tx.Where("hidden = ?", false).Find(&rows)
	return rows
}

// Two functions deep.
func deep(db *gorm.DB) {
	through(db.Table("orders"))
}

func through(tx *gorm.DB) { inner(tx.Where("open")) }

func inner(tx *gorm.DB) {
	var row User
	tx.Take(&row)
}

// A helper of another package begins the query.
func elsewhere(db *gorm.DB, id string) {
	var rows []User
	rowset.Page(rowset.Lines(db, id), 1).Find(&rows)
}

// It has layers, which go through one function.
func layered(db *gorm.DB) {
	var rows []User
	rowset.Open(db).Select("o.buyer AS id").Find(&rows)
}

// Of what is no query yet, the destination says the table.
func plain(db *gorm.DB) {
	var rows []User
	rowset.Handle(db).Find(&rows)  // want "reads table users"
	rowset.Page(db, 1).Find(&rows) // want "reads table users"
	narrowed(db.Where("x = ?", 1))
	either(db)
	either(db.Table("orders"))
}

func narrowed(tx *gorm.DB) {
	tx.Find(&[]User{}) // want "reads table users"
}

// Some callers say a table, others do not.
func either(tx *gorm.DB) {
	tx.Find(&[]User{})
}
