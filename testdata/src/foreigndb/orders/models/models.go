// Package models has Go types for tables.
package models

import (
	"gorm.io/gorm"

	"example.com/fixtures/foreigndb/accounts/client"
	"example.com/fixtures/foreigndb/accounts/entities"
)

// User is accounts' by its naming: users.
type User struct{ ID string }

// Person is accounts' by its method.
type Person struct{ ID string }

// TableName is gorm's.
func (Person) TableName() string { return "users" }

// Order is orders' own.
type Order struct{ ID string }

// OrderLine is its own too.
type OrderLine struct{ ID string }

// Users are decoys: a name is given.
type Users struct{ ID string }

// TableName is gorm's.
func (*Users) TableName() string { return "orders" }

func gormModels(db *gorm.DB) {
	var users []User
	db.Find(&users)                     // want "reads table users"
	db.First(&Person{}, "id = ?", 1)    // want "reads table users"
	db.Create(&User{ID: "1"})           // want "writes table users"
	db.Model(&User{}).Update("id", "2") // want "writes table users"
	db.Delete(&Person{})                // want "writes table users"
	db.First(&entities.Ledger{})        // want "reads table ledgers of service accounts"
	db.Create(&Order{ID: "1"})
	db.Find(&[]OrderLine{})
	db.Find(&[]Users{})
	db.Table("orders").Find(&users) // the table is named
}

// A table that nobody claims is that of the service in whose package its type
// is declared.
func foreignModel(db *gorm.DB) {
	db.First(&entities.Note{}) // want "reads table notes of service accounts"
	db.First(&client.Token{})  // its api's
	db.First(&Draft{})         // nobody's
}

// Draft is orders' own, unclaimed.
type Draft struct{ ID string }
