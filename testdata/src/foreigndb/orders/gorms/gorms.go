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

// Many conditions make a great many ways.
func many(db *gorm.DB, f [24]string) {
	q := db.Model(&User{})
	if f[0] != "" {
		q = q.Where("c0 = ?", f[0])
	}
	if f[1] != "" {
		q = q.Where("c1 = ?", f[1])
	}
	if f[2] != "" {
		q = q.Where("c2 = ?", f[2])
	}
	if f[3] != "" {
		q = q.Where("c3 = ?", f[3])
	}
	if f[4] != "" {
		q = q.Where("c4 = ?", f[4])
	}
	if f[5] != "" {
		q = q.Where("c5 = ?", f[5])
	}
	if f[6] != "" {
		q = q.Where("c6 = ?", f[6])
	}
	if f[7] != "" {
		q = q.Where("c7 = ?", f[7])
	}
	if f[8] != "" {
		q = q.Where("c8 = ?", f[8])
	}
	if f[9] != "" {
		q = q.Where("c9 = ?", f[9])
	}
	if f[10] != "" {
		q = q.Where("c10 = ?", f[10])
	}
	if f[11] != "" {
		q = q.Where("c11 = ?", f[11])
	}
	if f[12] != "" {
		q = q.Where("c12 = ?", f[12])
	}
	if f[13] != "" {
		q = q.Where("c13 = ?", f[13])
	}
	if f[14] != "" {
		q = q.Where("c14 = ?", f[14])
	}
	if f[15] != "" {
		q = q.Where("c15 = ?", f[15])
	}
	if f[16] != "" {
		q = q.Where("c16 = ?", f[16])
	}
	if f[17] != "" {
		q = q.Where("c17 = ?", f[17])
	}
	if f[18] != "" {
		q = q.Where("c18 = ?", f[18])
	}
	if f[19] != "" {
		q = q.Where("c19 = ?", f[19])
	}
	if f[20] != "" {
		q = q.Where("c20 = ?", f[20])
	}
	if f[21] != "" {
		q = q.Where("c21 = ?", f[21])
	}
	if f[22] != "" {
		q = q.Where("c22 = ?", f[22])
	}
	if f[23] != "" {
		q = q.Where("c23 = ?", f[23])
	}
	q.Update("name", "x") // want "writes table users"
}
