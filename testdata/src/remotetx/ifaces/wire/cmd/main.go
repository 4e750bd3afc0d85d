// Command cmd uses what is wired: the finding is one all the same.
package main

import (
	"context"
	"database/sql"

	"example.com/fixtures/remotetx/ifaces/wire/wire"
)

func main() { _ = wire.Checkout(new(sql.DB)).Place(context.Background()) }
