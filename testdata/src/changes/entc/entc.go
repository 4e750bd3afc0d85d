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
//	writes customers: if id = '1'
func deletes(ctx context.Context, c *ent.Client) {
	c.Customer.Delete().Where(customer.ID("1")).Exec(ctx)
}

// moves
//
//	writes customers: sets status; if id = ?; if status IN ('new','active')
func moves(ctx context.Context, c *ent.Client, id string, to customer.Status) {
	c.Customer.Update().Where(customer.ID(id), customer.StatusIn(customer.StatusNew, customer.StatusActive)).SetStatus(to).Exec(ctx)
}

// movesFrom
//
//	writes customers: sets status; if status NOT IN (?)
func movesFrom(ctx context.Context, c *ent.Client, from []customer.Status, to customer.Status) {
	c.Customer.Update().Where(customer.StatusNotIn(from...)).SetStatus(to).Exec(ctx)
}

// leaves
//
//	writes customers: sets status; if status <> 'gone'
func leaves(ctx context.Context, c *ent.Client, to customer.Status) {
	c.Customer.Update().Where(customer.StatusNEQ(customer.StatusGone)).SetStatus(to).Exec(ctx)
}

// repeats asks no more than whether there is something to do.
//
//	writes customers: sets status
func repeats(ctx context.Context, c *ent.Client) {
	c.Customer.Update().Where(customer.StatusNEQ(customer.StatusGone)).SetStatus(customer.StatusGone).Exec(ctx)
}

// fills
//
//	writes customers: sets reason; if reason IS NULL
func fills(ctx context.Context, c *ent.Client, why string) {
	c.Customer.Update().Where(customer.ReasonIsNil()).SetReason(why).Exec(ctx)
}

// unset asks of a column that stays as it is, or is emptied.
//
//	writes customers: sets name,reason
func unset(ctx context.Context, c *ent.Client) {
	c.Customer.Update().Where(customer.ReasonIsNil()).SetName("x").ClearReason().Exec(ctx)
}
