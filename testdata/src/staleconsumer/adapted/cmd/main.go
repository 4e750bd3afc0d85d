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
	pull.Listen(ctx, sub, pull.ProcessorFunc(d.ByFunc))
	pull.Listen(ctx, sub, pull.TellFunc(d.Told))
	_ = pull.NewBus(new(nats.Conn)).Subscribe(ctx, pull.Config{Topic: "customers", Handler: desk.Made(d.DB)})
	_ = pull.Fill(d.Typed).Process(msgs.CustomerChanged{}, true)
}
