// Command cmd subscribes.
package main

import (
	"context"

	"example.com/kit/bus"
	"example.com/kit/db"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/kit/desk"
)

func main() {
	ctx := context.Background()
	var run db.Runner
	conn, err := nats.Connect(nats.DefaultURL)
	if err != nil {
		return
	}
	_ = bus.NewGroup(conn, desk.Renames(run)).Run(ctx, "names")
	_ = bus.NewGroup(conn, desk.Ordered(run)).Run(ctx, "versions")
	_ = bus.Add(ctx, conn, "mails", desk.Raw(run))
}
