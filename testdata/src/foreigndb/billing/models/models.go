// Package models has types whose tables bear the prefix that the database was
// opened with.
package models

import "gorm.io/gorm"

// User is bill_users, and none of accounts'.
type User struct{ ID int }

// Named says its table itself.
type Named struct{ ID int }

// TableName is accounts'.
func (Named) TableName() string { return "users" }

func read(db *gorm.DB) error {
	var users []User
	if err := db.Find(&users).Error; err != nil {
		return err
	}
	var named []Named
	return db. // want "billing reads table users of service accounts"
			Where("id > 1").
			Find(&named).Error
}
