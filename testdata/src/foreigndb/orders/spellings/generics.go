// Package spellings says the same in many ways.
package spellings

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/pkg/generic"
)

// User is kept in another's table.
type User struct{ ID string }

// TableName says so.
func (User) TableName() string { return "users" }

// Order is the service's own.
type Order struct{ ID string }

// TableName says so.
func (Order) TableName() string { return "orders" }

func generics(ctx context.Context, db *sql.DB) {
	generic.NewAsserted[Order](db).Count(ctx)
	generic.NewAsserted[User](db).Count(ctx) // want "reads table users"
	generic.NewKept[Order](db).Clear(ctx)
	generic.NewKept[User](db).Clear(ctx) // want "writes table users"
	generic.NewService[Order](generic.NewAsserted[Order](db)).Size(ctx)
}

type stores struct {
	orders generic.Store[Order]
	users  generic.Store[User]
}

func newStores(db *sql.DB) *stores {
	return &stores{generic.NewAsserted[Order](db), generic.NewAsserted[User](db)}
}

func (s *stores) sizes(ctx context.Context) {
	s.orders.Count(ctx)
	s.users.Count(ctx) // want "reads table users"
}
