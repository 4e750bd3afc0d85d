// The wiring is an injector's: nothing is converted in sight.
package main

import (
	"database/sql"

	"example.com/fixtures/remotetx/ifaces/injected/app"
	"example.com/fixtures/remotetx/ifaces/injected/desk"
	"go.uber.org/dig"
	"go.uber.org/fx"
)

func open() (*sql.DB, error) { return sql.Open("postgres", "") }

var module = fx.Module("desk",
	fx.Provide(
		desk.NewDesk,
		fx.Annotate(desk.NewShelf, fx.As(new(app.Stock))),
		fx.Annotate(desk.NewPost, fx.As(new(app.Mail)), fx.As(new(app.Ledger))),
	),
)

func main() {
	fx.New(
		module,
		fx.Provide(open, app.New),
		fx.Provide(fx.Annotate(func(d *desk.Desk) *desk.Desk { return d }, fx.As(new(app.Slots), new(app.Prices)))),
		fx.Invoke(func(b *app.Book) {}),
	).Run()
}

func byDig(c *dig.Container) error {
	return c.Provide(desk.NewNotes, dig.As(new(app.Audit)))
}
