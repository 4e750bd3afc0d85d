// Package registered has shared code run its statements by their names.
package registered

import (
	"context"
	"database/sql"

	"example.com/fixtures/foreigndb/pkg/registry"
)

const (
	nameClose = "orders.close"
	namePurge = "orders.purge"
)

var statements = registry.Set{
	nameClose: "UPDATE orders SET closed = true WHERE id = $1",
	namePurge: "DELETE FROM orders USING users WHERE users.id = orders.user_id AND users.gone",
}

var others = map[string]string{
	nameClose: "UPDATE orders SET users = $1",
	namePurge: "DELETE FROM order_lines",
}

type desk struct {
	run, plain *registry.Runner
	db         *sql.DB
}

func newDesk(db *sql.DB) *desk {
	return &desk{run: registry.New(db, statements), plain: registry.New(db, others), db: db}
}

func (d *desk) each(ctx context.Context, name string) {
	d.run.Run(ctx, nameClose, 1)
	d.run.Run(ctx, namePurge) // want "reads table users"
	d.plain.Run(ctx, namePurge)
	registry.Exec(ctx, d.db, statements, nameClose)
	registry.Exec(ctx, d.db, statements, namePurge) // want "reads table users"
	registry.Exec(ctx, d.db, others, name)
	registry.Exec(ctx, d.db, statements, name) // want "reads table users"
}
