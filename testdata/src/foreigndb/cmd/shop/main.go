// Command shop belongs to no service: it wires them, and what it touches is
// nobody's breach.
package main

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/accounts/names"
	"example.com/fixtures/foreigndb/accounts/store"
	"example.com/fixtures/foreigndb/orders/wired"
)

func main() {
	db, err := store.Open()
	if err != nil {
		panic(err)
	}
	migrate(db)
	_ = wired.New(db, names.Users, "order_lines").Users(context.Background())
}

func migrate(db *sql.DB) {
	db.Exec("ALTER TABLE users ADD COLUMN age INT")
	db.Exec("ALTER TABLE orders ADD COLUMN age INT")
}
