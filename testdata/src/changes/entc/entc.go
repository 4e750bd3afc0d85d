// Package entc writes a table in the ways of ent.
package entc

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"example.com/fixtures/changes/ent"
	"example.com/fixtures/changes/ent/customer"
)

// create
//
//	writes customers: insert only; sets name,synced_at
func create(ctx context.Context, c *ent.Client) {
	c.Customer.Create().SetName("x").SetSyncedAt(1).Save(ctx)
}

// onlyNew
//
//	writes customers: insert only; sets name
func onlyNew(ctx context.Context, c *ent.Client) {
	c.Customer.Create().SetName("x").OnConflict(sql.ConflictColumns("id")).DoNothing().Exec(ctx)
}

// upsert
//
//	writes customers: sets name
func upsert(ctx context.Context, c *ent.Client) {
	c.Customer.Create().SetName("x").OnConflict().UpdateNewValues().Exec(ctx)
}

// guarded: the condition is a function.
//
//	writes customers: sets name; partial
func guarded(ctx context.Context, c *ent.Client, where *sql.Predicate) {
	c.Customer.Create().SetName("x").OnConflict(sql.UpdateWhere(where)).UpdateNewValues().Exec(ctx)
}

// update
//
//	writes customers: sets name; if id = ?; if synced_at < ?
func update(ctx context.Context, c *ent.Client) {
	u := c.Customer.UpdateOneID("1")
	u.Where(customer.SyncedAtLT(1))
	u.SetName("x").Exec(ctx)
}

// deletes
//
//	writes customers: if id = ?
func deletes(ctx context.Context, c *ent.Client) {
	c.Customer.Delete().Where(customer.ID("1")).Exec(ctx)
}
