// Command cmd wires the decorated unit.
package main

import (
	"context"

	"example.com/fixtures/remotetx/ifaces/units/app"
	"example.com/fixtures/remotetx/ifaces/units/pg"
)

func main() {
	s := &app.Service{Unit: pg.Logged{Unit: &pg.Unit{}}, Mail: pg.Mail{}}
	_ = s.Place(context.Background())
}
