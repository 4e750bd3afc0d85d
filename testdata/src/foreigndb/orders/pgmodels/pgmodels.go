// Package pgmodels reaches the tables by go-pg.
package pgmodels

import (
	"context"

	"github.com/go-pg/pg/v10"
	"github.com/go-pg/pg/v10/orm"
)

// User is accounts' by its naming: users.
type User struct{ ID string }

// Person is accounts' by its tag.
type Person struct {
	tableName struct{} `pg:"users,alias:p"`

	ID string
}

// Users are decoys: a name is given.
type Users struct {
	tableName struct{} `pg:"orders"`

	ID string
}

// Order is orders' own, and knows its user.
type Order struct {
	ID   string
	User *User `pg:"rel:has-one"`
}

func models(db *pg.DB, tx *pg.Tx, any orm.DB) {
	var users []User
	db.Model(&users).Where("id = ?", 1).Select()    // want "reads table users"
	tx.Model(&User{}).Insert()                      // want "writes table users"
	tx.Model((*Person)(nil)).Where("TRUE").Delete() // want "writes table users"
	any.Model(&Person{}).WherePK().Update()         // want "writes table users"
	db.Model(&[]Order{}).Relation("User").Select()  // want "reads table users"
	db.Model(&[]Order{}).Select()
	db.Model(&[]Users{}).Select()
	db.ModelContext(context.Background(), &users).Select() // want "reads table users"
	db.ModelContext(context.Background(), &[]Users{}).Select()
	db.Model(&users).Join("JOIN orders ON TRUE").Count() // want "reads table users"
	db.Model().Table("users").Count()                    // want "reads table users"
	db.Model().TableExpr("orders AS users").Count()
	db.Query(&users, "SELECT * FROM users") // want "reads table users"
}
