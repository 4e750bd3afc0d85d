// Package bunmodels reaches the tables by bun.
package bunmodels

import (
	"context"

	"github.com/uptrace/bun"
)

// User is accounts' by its naming: users.
type User struct {
	ID string `bun:",pk"`
}

// Person is accounts' by its tag.
type Person struct {
	bun.BaseModel `bun:"table:users,alias:p"`

	ID string `bun:",pk"`
}

// Users are decoys: a name is given.
type Users struct {
	bun.BaseModel `bun:"orders"`

	ID string
}

// Order is orders' own, and knows its user.
type Order struct {
	bun.BaseModel `bun:"table:orders.orders"`

	ID   string
	User *User `bun:"rel:belongs-to,join:user_id=id"`
}

func models(ctx context.Context, db *bun.DB, tx bun.Tx) {
	var users []User
	db.NewSelect().Model(&users).Where("id = ?", 1).Scan(ctx)  // want "reads table users"
	db.NewSelect().Model((*Person)(nil)).Count(ctx)            // want "reads table users"
	tx.NewInsert().Model(&User{ID: "1"}).Exec(ctx)             // want "writes table users"
	tx.NewUpdate().Model(&Person{}).WherePK().Exec(ctx)        // want "writes table users"
	db.NewDelete().Model((*User)(nil)).Where("TRUE").Exec(ctx) // want "writes table users"
	db.NewInsert().Model(&Order{}).Exec(ctx)
	db.NewSelect().Model(&[]Users{}).Scan(ctx)
	db.NewSelect().Model(&[]Order{}).Relation("User").Scan(ctx) // want "reads table users"
	db.NewSelect().Model(&users).ModelTableExpr("orders AS u").Scan(ctx)
}

func tables(ctx context.Context, db bun.IDB) {
	var n int
	db.NewSelect().Table("users").Scan(ctx, &n) // want "reads table users"
	db.NewSelect().Table("orders").Scan(ctx, &n)
	db.NewSelect().TableExpr("orders AS users").ColumnExpr("users.id").Scan(ctx, &n)
	db.NewSelect().TableExpr("orders o").Join("JOIN users u ON u.id = o.user_id").Scan(ctx, &n) // want "reads table users"
	db.NewDelete().Table("users").Where("id = ?", 1).Exec(ctx)                                  // want "writes table users"
	db.NewSelect().With("users", db.NewSelect().Table("orders")).Table("users").Scan(ctx, &n)   // a CTE
	fields := map[string]any{"users": 1}
	db.NewInsert().Model(&fields).Table("orders").Exec(ctx)
	db.NewInsert().Model(&fields).Table("users").Exec(ctx) // want "writes table users"
}

// The chain may be continued on a condition, or be a subquery.
func continued(ctx context.Context, db *bun.DB, all bool) {
	var users []User
	q := db.NewSelect().Model(&users)
	if !all {
		q.Where("id = ?", 1)
	}
	q.Scan(ctx) // want "reads table users"
	db.NewSelect().Model(&[]Order{}).Where("user_id IN (?)",
		db.NewSelect().Model(&users).Column("id")). // want "reads table users"
		Scan(ctx)
}

func helped(ctx context.Context, db *bun.DB) {
	base(db, &[]Users{}).Scan(ctx)
	base(db, &[]User{}).Scan(ctx) // want "reads table users"
}

func base(db *bun.DB, model any) *bun.SelectQuery { return db.NewSelect().Model(model) }

// Repo is a repository of anything.
type Repo[T any] struct{ db *bun.DB }

// All reads what it is made for.
func (r *Repo[T]) All(ctx context.Context) (list []T, err error) {
	err = r.db.NewSelect().Model(&list).Scan(ctx)
	return list, err
}

// Save writes it.
func (r *Repo[T]) Save(ctx context.Context, v *T) error { return save(ctx, r.db, v) }

func save[M any](ctx context.Context, db *bun.DB, v *M) error {
	_, err := db.NewInsert().Model(v).Exec(ctx)
	return err
}

func generic(ctx context.Context, users *Repo[Person], orders *Repo[Order]) {
	users.All(ctx)             // want "reads table users"
	users.Save(ctx, &Person{}) // want "writes table users"
	orders.All(ctx)
	orders.Save(ctx, &Order{})
}
