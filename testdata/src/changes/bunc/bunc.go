// Package bunc writes a table in the ways of bun.
package bunc

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// A Customer is a copy.
type Customer struct {
	ID       string `bun:",pk"`
	Name     string `bun:"full_name"`
	SyncedAt time.Time
	Orders   []*Order `bun:"rel:has-many,join:id=customer_id"`
}

// An Order is only marked when it is deleted.
type Order struct {
	ID         string `bun:",pk"`
	CustomerID string
	DeletedAt  time.Time `bun:",soft_delete"`
}

// insert
//
//	writes customers: insert only; sets id,full_name,synced_at
func insert(ctx context.Context, db *bun.DB, c *Customer) { db.NewInsert().Model(c).Exec(ctx) }

// ignore
//
//	writes customers: insert only; sets id,full_name,synced_at
func ignore(ctx context.Context, db *bun.DB, c *Customer) { db.NewInsert().Model(c).Ignore().Exec(ctx) }

// upsert
//
//	writes customers: sets id,full_name,synced_at
func upsert(ctx context.Context, db *bun.DB, c *Customer) {
	db.NewInsert().Model(c).On("CONFLICT (id) DO UPDATE").Set("full_name = EXCLUDED.full_name").Exec(ctx)
}

// guarded
//
//	writes customers: sets id,full_name,synced_at; if synced_at < EXCLUDED.synced_at
func guarded(ctx context.Context, db *bun.DB, c *Customer) {
	db.NewInsert().Model(c).On("CONFLICT (id) DO UPDATE").
		Set("full_name = EXCLUDED.full_name").Set("synced_at = EXCLUDED.synced_at").
		Where("customer.synced_at < EXCLUDED.synced_at").Exec(ctx)
}

// update
//
//	writes customers: sets full_name; if id = ?; if synced_at < ?
func update(ctx context.Context, db *bun.DB, c *Customer) {
	db.NewUpdate().Model(c).Column("full_name").WherePK().Where("synced_at < ?", c.SyncedAt).Exec(ctx)
}

// perhaps: what stands on one path only guards nothing.
//
//	writes customers: sets full_name; if id = ?
func perhaps(ctx context.Context, db *bun.DB, c *Customer, force bool) {
	q := db.NewUpdate().Model(c).Set("full_name = ?", c.Name)
	q.Where("id = ?", c.ID)
	if !force {
		q.Where("synced_at < ?", c.SyncedAt)
	}
	q.Exec(ctx)
}

// marks
//
//	writes orders: sets deleted_at; if id = ?
func marks(ctx context.Context, db *bun.DB) {
	db.NewDelete().Model((*Order)(nil)).Where("id = ?", 1).Exec(ctx)
}

// removes
//
//	writes customers: if id = ?
func removes(ctx context.Context, db *bun.DB) {
	db.NewDelete().Table("customers").Where("id = ?", 1).Exec(ctx)
}

// locks
//
//	reads customers: locked
func locks(ctx context.Context, db *bun.DB, c *Customer) {
	db.NewSelect().Model(c).WherePK().For("UPDATE").Scan(ctx)
}

// groups
//
//	writes customers: sets full_name; partial
func groups(ctx context.Context, db *bun.DB, c *Customer, apply func(*bun.UpdateQuery) *bun.UpdateQuery) {
	db.NewUpdate().Model(c).Set("full_name = ?", c.Name).Apply(apply).Exec(ctx)
}
