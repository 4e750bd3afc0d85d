// Command shop brings uses and implementations together.
package main

import (
	"context"
	"database/sql"

	"example.com/fixtures/remotetx/ifaces/layered/adapters"
	"example.com/fixtures/remotetx/ifaces/layered/app"
)

func main() {
	db := new(sql.DB)
	c := &app.Checkout{
		DB:       db,
		Payments: adapters.HTTP{Base: "charge/"},
		Stock:    adapters.Memory{},
		Orders:   adapters.Orders{},
		Unit:     &adapters.SQL{DB: db},
		Locks:    &adapters.Mutex{},
	}
	_ = c.Place(context.Background(), "1")
}
