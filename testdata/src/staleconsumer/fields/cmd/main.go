// Command cmd brings the books and their consumer together.
package main

import (
	"database/sql"

	"example.com/fixtures/staleconsumer/fields/prices"
	"example.com/fixtures/staleconsumer/fields/store"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		panic(err)
	}
	_ = prices.New(&store.List{DB: db}, &store.Promo{DB: db}, store.NewCounted(&store.Sale{DB: db}))
}
