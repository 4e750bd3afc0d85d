// Package gormgenerics reaches the tables by gorm's generic functions.
package gormgenerics

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// User is accounts' by its naming.
type User struct{ ID, Name string }

// Product is orders' own, though another service has a table of that name.
type Product struct{ ID string }

// Line is orders' own.
type Line struct{ ID, OrderID string }

// TableName is gorm's.
func (Line) TableName() string { return "order_lines" }

// Order is orders' own.
type Order struct {
	ID    string
	Buyer *User `gorm:"foreignKey:ID"`
	Lines []Line
}

func own(ctx context.Context, db *gorm.DB) {
	_, _ = gorm.G[Order](db).Where("id = ?", 1).First(ctx)
	_, _ = gorm.G[Line](db).Find(ctx)
	_, _ = gorm.G[Product](db).Count(ctx, "id")
	_, _ = gorm.G[Order](db).Preload("Lines", nil).Find(ctx)
	_, _ = gorm.G[Order](db).Joins(clause.Has("Lines"), nil).Find(ctx)
	_, _ = gorm.G[User](db).Table("orders").Where("id = ?", 1).Find(ctx) // the table is named
	_, _ = gorm.G[User](db).Raw("SELECT * FROM orders").Find(ctx)        // as is the statement's
	_ = gorm.G[User](db).Where("id = ?", 1)                              // never runs
	_ = gorm.G[User](db).Exec(ctx, "DELETE FROM orders")
	_, _ = gorm.G[Order](db).Where("id IN (SELECT order_id FROM order_lines)").Find(ctx)
}

func foreign(ctx context.Context, db *gorm.DB, u *User) {
	_, _ = gorm.G[User](db).Where("id = ?", 1).First(ctx)                                              // want "reads table users"
	_, _ = gorm.G[User](db).Find(ctx)                                                                  // want "reads table users"
	_, _ = gorm.G[*User](db).Count(ctx, "id")                                                          // want "reads table users"
	_ = gorm.G[User](db).Create(ctx, u)                                                                // want "writes table users"
	_, _ = gorm.G[User](db).Where("id = ?", 1).Update(ctx, "name", "x")                                // want "writes table users"
	_, _ = gorm.G[User](db).Where("id = ?", 1).Updates(ctx, *u)                                        // want "writes table users"
	_, _ = gorm.G[User](db).Where("id = ?", 1).Delete(ctx)                                             // want "writes table users"
	_, _ = gorm.G[Order](db).Preload("Buyer", nil).Find(ctx)                                           // want "reads table users"
	_, _ = gorm.G[Order](db).Joins(clause.Has("Buyer"), nil).Find(ctx)                                 // want "reads table users"
	_, _ = gorm.G[Order](db).Table("users").Find(ctx)                                                  // want "reads table users"
	_, _ = gorm.G[Order](db).Raw("SELECT * FROM users").Find(ctx)                                      // want "reads table users"
	_ = gorm.G[Order](db).Exec(ctx, "UPDATE users SET name = ?", "x")                                  // want "writes table users"
	_, _ = gorm.G[Order](db).Where("id IN (SELECT id FROM users)").Find(ctx)                           // want "reads table users"
	_, _ = gorm.G[Order](db).Joins(clause.LeftJoin.Association("Buyer"), nil).Where("1 = 1").Take(ctx) // want "reads table users"
}

// Continued on conditions.
func continued(ctx context.Context, db *gorm.DB, name string) {
	q := gorm.G[User](db).Order("id")
	if name != "" {
		q = q.Where("name = ?", name)
	}
	_, _ = q.Find(ctx) // want "reads table users"
}

// Repo is a repository of anything.
type Repo[T any] struct{ db *gorm.DB }

// Get reads what it is made for.
func (r *Repo[T]) Get(ctx context.Context, id string) (T, error) {
	return gorm.G[T](r.db).Where("id = ?", id).First(ctx)
}

func kept(ctx context.Context, own *Repo[Order], users *Repo[User]) {
	_, _ = own.Get(ctx, "1")
	_, _ = users.Get(ctx, "1") // want "reads table users"
}
