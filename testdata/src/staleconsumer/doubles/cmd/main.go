// Command cmd wires the handlers.
package main

import (
	"database/sql"

	"example.com/fixtures/staleconsumer/doubles/handlers"
	"example.com/fixtures/staleconsumer/doubles/store"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		panic(err)
	}
	h := &handlers.Handlers{Shops: &store.Shops{DB: db}, Stalls: &store.Stalls{DB: db}, Carts: &store.Carts{DB: db}}
	_ = h.Renamed(nil)
	_, _ = h.Moved(nil), h.Pushed(nil)
}
