// Command shop belongs to no service: it wires them, and what it touches is
// nobody's breach.
package main

import (
	"context"
	"database/sql"

	"go.mongodb.org/mongo-driver/mongo"

	"example.com/fixtures/foreigndb/accounts/client"
	"example.com/fixtures/foreigndb/accounts/handlers"
	"example.com/fixtures/foreigndb/accounts/names"
	"example.com/fixtures/foreigndb/accounts/store"
	"example.com/fixtures/foreigndb/orders/adapters"
	"example.com/fixtures/foreigndb/orders/instances"
	"example.com/fixtures/foreigndb/orders/ports"
	"example.com/fixtures/foreigndb/orders/wired"
	"example.com/fixtures/foreigndb/pkg/dbx"
	"example.com/fixtures/foreigndb/pkg/events"
	"example.com/fixtures/foreigndb/pkg/userstore"
)

func main() {
	db, err := store.Open()
	if err != nil {
		panic(err)
	}
	migrate(db)
	users := &userstore.Store{DB: db}
	service := ports.New(users, &adapters.Orders{DB: db}, &adapters.Either{DB: db}, &client.Direct{DB: db}, userstore.NewCache(users), users.Name)
	_ = service.Place(context.Background(), "1")
	var either ports.Either = users
	_ = either.Clear(context.Background())
	var look client.Client = &store.Store{DB: db}
	_, _ = look.Look(context.Background())
	bus := &events.Dispatcher{Handlers: []events.Handler{&handlers.Placed{DB: db}}}
	_ = bus.Publish(context.Background(), "started")
	wired.NewTool(nil, wired.WithTable(names.Users), wired.WithLines("order_lines")).Run(context.Background())
	_ = wired.Clean(context.Background(), dbx.NewRepo(nil, "users"), dbx.NewRepo(nil, "orders"))
	var sink wired.Sink = dbx.NewRepo(nil, "users")
	_ = wired.Clean(context.Background(), dbx.UserRepo(nil), sink)
	wired.Sweep(context.Background(), dbx.NewRepo(nil, "orders"))
	own := instances.New(nil, dbx.NewRepo(nil, "order_lines"), dbx.NewRepo(nil, "users"), dbx.DefaultNames(), new(mongo.Client).Database("shop").Collection("users"))
	own.Count = store.Count
	_ = own.Users(context.Background())
	_ = wired.New(db, names.Users, "order_lines").Users(context.Background()) // want "orders gets hold of the database of service accounts"
}

func migrate(db *sql.DB) {
	db.Exec("ALTER TABLE users ADD COLUMN age INT")
	db.Exec("ALTER TABLE orders ADD COLUMN age INT")
}
