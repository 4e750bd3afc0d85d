// Package gorms reaches the tables by gorm's associations and helpers.
package gorms

import "gorm.io/gorm"

// User is accounts' by its naming.
type User struct{ ID string }

// Line is orders' own.
type Line struct {
	ID      string
	OrderID string
}

// TableName is gorm's.
func (Line) TableName() string { return "order_lines" }

// Order is orders' own.
type Order struct {
	ID    string
	Buyer *User `gorm:"foreignKey:ID"`
	Lines []Line
}

func associations(db *gorm.DB, o *Order) {
	db.Preload("Lines").Find(&[]Order{})
	db.Preload("Buyer").Find(&[]Order{})           // want "reads table users"
	db.Joins("Buyer").First(o)                     // want "reads table users"
	db.Joins("Buyer").Joins("Lines").First(o)      // want "reads table users"
	db.Model(o).Association("Lines").Count()       // its own
	db.Model(o).Association("Buyer").Find(&User{}) // want "reads table users"
	db.Model(&User{}).Count(new(int64))            // want "reads table users"
	db.Table("orders").Create(&User{})             // the table is named
}

// Continued on conditions, and through a helper of its own.
func continued(db *gorm.DB, name string) {
	q := db.Model(&User{})
	if name != "" {
		q = q.Where("name = ?", name)
	}
	q.Update("name", "x")                        // want "writes table users"
	recent(db.Model(&User{})).Update("name", "") // want "writes table users"
	recent(db.Model(&Order{})).Update("name", "")
	byID(db).Delete(&User{}) // want "writes table users"
	_ = db.Transaction(func(tx *gorm.DB) error {
		return tx.Create(&User{}).Error // want "writes table users"
	})
}

func recent(db *gorm.DB) *gorm.DB { return db.Where("created_at > now()") }

func byID(db *gorm.DB) *gorm.DB { return db.Where("id = ?", 1) }

// Repo is a repository of anything.
type Repo[T any] struct{ db *gorm.DB }

// Find reads what it is made for.
func (r *Repo[T]) Find(id string) (*T, error) {
	v := new(T)
	return v, r.db.First(v, "id = ?", id).Error
}

// Users has one of its own.
type Users struct {
	repo *Repo[User]
	own  Repo[Order]
}

func (u *Users) get() {
	u.repo.Find("1") // want "reads table users"
	u.own.Find("1")
}

func save(db *gorm.DB, v any) error { return db.Save(v).Error }

func saves(db *gorm.DB) {
	save(db, &User{}) // want "writes table users"
	save(db, &Order{})
}
