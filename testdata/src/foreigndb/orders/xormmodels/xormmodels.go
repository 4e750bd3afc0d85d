// Package xormmodels reaches the tables by xorm.
package xormmodels

import (
	"xorm.io/builder"
	"xorm.io/xorm"
)

// Users is accounts' by its name, which xorm does not put in the plural.
type Users struct{ Id int64 }

// User is nobody's.
type User struct{ Id int64 }

// Person is accounts' by its method.
type Person struct{ Id int64 }

// TableName is xorm's.
func (*Person) TableName() string { return "users" }

// Order is orders' own.
type Order struct{ Id int64 }

// TableName is xorm's.
func (Order) TableName() string { return "orders" }

func beans(db *xorm.Engine, s *xorm.Session) {
	var users []*Users
	db.Find(&users)                                   // want "reads table users"
	db.Where("id = ?", 1).Get(&Person{})              // want "reads table users"
	s.ID(1).Cols("name").Update(&Person{})            // want "writes table users"
	s.Insert(&Order{}, &Person{})                     // want "writes table users"
	s.Delete(new(Users))                              // want "writes table users"
	db.Find(&map[int64]Users{})                       // want "reads table users"
	db.Count(new(User))                               // nobody's
	db.Table("orders").Find(&users)                   // the table is named
	db.Where(builder.Eq{"users": 1}).Find(&[]Order{}) // a column
}

func tables(db *xorm.Engine) {
	var n int
	db.Table("users").Count()                                                                 // want "reads table users"
	db.Table(new(Person)).Where("id = ?", 1).Get(&n)                                          // want "reads table users"
	db.Table("orders").Join("INNER", "users", "users.id = orders.user_id").Get(&n)            // want "reads table users"
	db.Table("orders").Join("INNER", []string{"users", "u"}, "u.id = orders.user_id").Get(&n) // want "reads table users"
	db.Table("orders").Join("INNER", new(Person), "TRUE").Get(&n)                             // want "reads table users"
	db.Table("orders").Alias("users").Where("users.id = 1").Get(&n)
	db.SQL("SELECT id FROM users").Get(&n)    // want "reads table users"
	db.Exec("UPDATE users SET name = ?", "x") // want "writes table users"
	db.Exec("UPDATE orders SET name = ?", "users")
	db.QueryString("SELECT id FROM users") // want "reads table users"
}

// Engine is the project's own, as many have it.
type Engine interface {
	Get(...any) (bool, error)
	Insert(...any) (int64, error)
	Where(any, ...any) *xorm.Session
}

func byInterface(e Engine) {
	e.Get(&Person{})                       // want "reads table users"
	e.Insert(&Person{})                    // want "writes table users"
	e.Where("id = ?", 1).Delete(&Person{}) // want "writes table users"
	e.Insert(&Order{})
	insert(e, &Order{})
	insert(e, &Person{}) // want "writes table users"
}

func insert(e Engine, bean any) { e.Insert(bean) }
