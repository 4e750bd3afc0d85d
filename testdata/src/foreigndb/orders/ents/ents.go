// Package ents reaches the tables by a client that ent generated.
package ents

import (
	"context"

	"example.com/fixtures/foreigndb/orders/ent"
	"example.com/fixtures/foreigndb/orders/ent/order"
	"example.com/fixtures/foreigndb/orders/ent/user"
)

func client(ctx context.Context, c *ent.Client) {
	c.Order.Query().Where(order.ID("users")).All(ctx) // its edges are not followed
	c.User.Query().Where(user.ID("1")).All(ctx)       // want "reads table users"
	c.User.Get(ctx, "1")                              // want "reads table users"
	c.Order.Query().WithBuyer().First(ctx)            // want "reads table users"
	c.Order.Query().QueryBuyer().AllX(ctx)            // want "reads table users"
	c.User.Create().SetName("x").Save(ctx)            // want "writes table users"
	c.Order.Create().SetName("users").ExecX(ctx)
	c.User.Update().Where(user.ID("1")).SetName("x").Exec(ctx) // want "writes table users"
	c.User.Delete().Exec(ctx)                                  // want "writes table users"
	c.User.Query()                                             // not run
}
