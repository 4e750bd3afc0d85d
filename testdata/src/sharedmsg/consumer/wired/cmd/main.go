package main

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"example.com/fixtures/sharedmsg/consumer/wired/handlers"
	"example.com/fixtures/sharedmsg/infra"
	"github.com/nats-io/nats.go/jetstream"
)

func attach(ctx context.Context, js jetstream.JetStream, t *handlers.Twins) error {
	return func() error { return infra.Attach(ctx, js, t) }()
}

func main() {
	var js jetstream.JetStream
	_ = attach(context.Background(), js, handlers.NewTwins(new(sql.DB)))

	extra := map[string]infra.Sink{"mapped": handlers.Mapped{}}
	sinks := []infra.Sink{handlers.Helped{}, handlers.Shared{}}
	sinks = append(sinks, slices.Collect(maps.Values(extra))...)
	sinks = append(sinks, handlers.Own{})
	_ = infra.Attach(context.Background(), js, sinks...)
	_ = handlers.Settings{}.Accept(context.Background(), nil)
}
