// Command shop registers its handlers.
package main

import (
	"context"

	"example.com/fixtures/remotetx/container/app"
	"example.com/fixtures/remotetx/container/di"
)

func main() {
	c := new(di.Container)
	c.Add(app.EventsKey, func(*di.Container) (any, error) { return app.NewEvents(), nil })
	c.Add(app.CommandsKey, func(*di.Container) (any, error) { return app.NewCommands(), nil })
	ctx := context.Background()
	_ = app.Events(ctx, c, nil)
	_ = app.Commands(ctx, c, nil)
	_ = app.Unknown(ctx, c, nil)
}
