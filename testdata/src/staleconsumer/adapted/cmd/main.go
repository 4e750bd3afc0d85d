package main

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/adapted/desk"
	"example.com/fixtures/staleconsumer/adapted/pull"
	"example.com/fixtures/staleconsumer/msgs"
)

func main() {
	var sub *nats.Subscription
	d := &desk.Desk{DB: new(sql.DB)}
	ctx := context.Background()
	pull.Listen(ctx, sub, pull.Adapt(d.Incoming))
	pull.Listen(ctx, sub, pull.Adapt(d.Ordered))
	pull.Listen(ctx, sub, pull.Tell(d.Told))
	pull.Listen(ctx, sub, d)
	_ = pull.Fill(d.Typed).Process(msgs.CustomerChanged{}, true)
}
