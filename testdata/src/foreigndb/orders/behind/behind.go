// Package behind uses the repositories that shared code hands out as interfaces.
package behind

import (
	"context"
	"database/sql"

	"go.mongodb.org/mongo-driver/mongo"
	"gorm.io/gorm"

	"example.com/fixtures/foreigndb/pkg/dbx"
	"example.com/fixtures/foreigndb/pkg/repos"
)

type user struct{ ID int64 }

func (user) TableName() string { return "users" }
func (user) Spec() repos.Spec  { return repos.Spec{Table: "users", Key: "id"} }

type order struct{ ID int64 }

func (order) TableName() string { return "orders" }
func (order) Spec() repos.Spec  { return repos.Spec{Table: "orders", Key: "users"} }

// Stores are what the package uses.
type Stores struct {
	Placed repos.Repo[order]
	People repos.Repo[user]
}

type app struct {
	stores         Stores
	own, theirs    repos.Repo[order]
	rows           *repos.Rows[order]
	people         *repos.Rows[user]
	lines, users   repos.Counter
	docs, userDocs repos.Typed[user]
}

func newStores(db *gorm.DB) Stores {
	return Stores{Placed: repos.For[order](db), People: repos.For[user](db)}
}

func newApp(db *sql.DB, f repos.Factory, s Stores) *app {
	return &app{
		stores:   s,
		rows:     repos.Of[order](db),
		people:   repos.Of[user](db),
		lines:    repos.Counting(db, "order_lines"),
		users:    repos.Counting(db, "users"),
		docs:     repos.TypedOf[user](f, "orders"),
		userDocs: repos.TypedOf[user](f, "users"),
	}
}

// The type argument says the table, and it is told apart from the others'.
func (a *app) byType(ctx context.Context) {
	a.stores.Placed.ByID(ctx, 1)
	a.stores.People.ByID(ctx, 1)            // want "reads table users"
	a.stores.People.Save(ctx, &user{ID: 1}) // want "writes table users"
	a.rows.List(ctx)
	a.people.List(ctx) // want "reads table users"
}

// What the constructor was told says it.
func (a *app) byName(ctx context.Context) {
	a.lines.Count(ctx)
	a.users.Count(ctx) // want "reads table users"
	a.docs.Get(ctx, 1)
	a.userDocs.Get(ctx, 1) // want "reads table users"
}

var specs = map[string]repos.Spec{
	"order": {Table: "orders", Key: "id"},
	"user":  {Table: "users", Key: "id"},
}

func bySpec(ctx context.Context, db *sql.DB, kind string) {
	repos.Exists(ctx, db, specs["order"], "users")
	repos.Exists(ctx, db, specs["user"], "orders") // want "reads table users"
	if s, ok := specs["user"]; ok {
		repos.Exists(ctx, db, s, "1") // want "reads table users"
	}
}

func byList(ctx context.Context, db *sql.DB) {
	repos.Empty(ctx, db, "orders", "order_lines")
	repos.Empty(ctx, db, "orders", "users") // want "writes table users"
}

// The first of some variables that is set.
func byVariables() {
	dbx.OpenFirst("ORDERS_DATABASE_URL", "DATABASE_URL")
	dbx.OpenFirst("ORDERS_DATABASE_URL", "ACCOUNTS_DATABASE_URL") // want "orders opens the database of service accounts, by ACCOUNTS_DATABASE_URL"
}

func opened(db *mongo.Database) repos.Factory { return repos.Open(db) }
