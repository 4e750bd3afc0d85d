// Package fixes has consumers whose fixes are certain, to the letter.
package fixes

import (
	"context"
	"database/sql"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"

	"example.com/fixtures/staleconsumer/bus"
)

// ProductChanged is published whenever a product changed.
type ProductChanged struct {
	ID, Name  string
	Version   int64
	UpdatedAt time.Time
	CreatedAt time.Time
}

type product struct {
	ID, Name string
	Version  int64
	SyncedAt time.Time
}

// Upserts writes in one statement.
type Upserts struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*Upserts)(nil)

func (u *Upserts) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := u.db.ExecContext(ctx, `INSERT INTO products (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at`, evt.ID, evt.Name, evt.UpdatedAt) // want `overwrites products by a message of type fixes.ProductChanged`
	return err
}

// Lines has a statement on lines, behind a name, and a helper of its own.
type Lines struct{ pool *pgxpool.Pool }

var _ bus.Consumer[ProductChanged] = (*Lines)(nil)

const upsertProduct = `
	INSERT INTO shop.products AS p (id, name, synced_at)
	VALUES ($1, $2, $3)
	ON CONFLICT (id) DO UPDATE SET
		name = excluded.name,
		synced_at = excluded.synced_at
`

func (l *Lines) HandleLogic(ctx context.Context, evt ProductChanged) error { return l.save(ctx, &evt) }

func (l *Lines) save(ctx context.Context, evt *ProductChanged) error {
	if _, err := l.pool.Exec(ctx, upsertProduct, evt.ID, evt.Name, evt.UpdatedAt.UTC()); err != nil { // want `overwrites products`
		return err
	}
	return nil
}

// Gorm writes by the text, whose placeholders have no number.
type Gorm struct{ db *gorm.DB }

var _ bus.Consumer[ProductChanged] = (*Gorm)(nil)

func (g *Gorm) HandleLogic(ctx context.Context, evt ProductChanged) error {
	return g.db.WithContext(ctx).Exec("INSERT INTO products (id, name, version) VALUES (?, NULLIF(?, ''), ?) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, version = EXCLUDED.version", evt.ID, evt.Name, evt.Version).Error // want `overwrites products`
}

// Updates changes a row that is there.
type Updates struct{ pool *pgxpool.Pool }

var _ bus.Consumer[ProductChanged] = (*Updates)(nil)

func (u *Updates) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := u.pool.Exec(ctx, "UPDATE products SET name = $2, synced_at = $3::timestamptz WHERE id = $1", evt.ID, evt.Name, evt.UpdatedAt) // want `overwrites products`
	return err
}

// Race compares first, and writes then.
type Race struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*Race)(nil)

func (r *Race) HandleLogic(ctx context.Context, evt ProductChanged) error {
	var p product
	if err := r.db.QueryRowContext(ctx, "SELECT name, synced_at FROM products WHERE id = $1", evt.ID).Scan(&p.Name, &p.SyncedAt); err != nil {
		return err
	}
	if !evt.UpdatedAt.After(p.SyncedAt) {
		return nil
	}
	_, err := r.db.ExecContext(ctx, "UPDATE products SET name = $1, synced_at = $2 WHERE id = $3", evt.Name, evt.UpdatedAt, evt.ID) // want `two messages of type fixes.ProductChanged may both pass`
	return err
}

func load(ctx context.Context, tx *sql.Tx, id string) (*product, error) {
	p := new(product)
	return p, tx.QueryRowContext(ctx, "SELECT id, name, version, synced_at FROM products WHERE id = $1 FOR UPDATE", id).Scan(&p.ID, &p.Name, &p.Version, &p.SyncedAt)
}

func set(ctx context.Context, tx *sql.Tx, p *product) error {
	_, err := tx.ExecContext(ctx, "UPDATE products SET name = $1, version = $2, synced_at = $3 WHERE id = $4", p.Name, p.Version, p.SyncedAt, p.ID)
	return err
}

// Reversed lets the older pass.
type Reversed struct{ tx *sql.Tx }

var _ bus.Consumer[ProductChanged] = (*Reversed)(nil)

func (r *Reversed) HandleLogic(ctx context.Context, evt ProductChanged) error {
	p, err := load(ctx, r.tx, evt.ID)
	if err != nil {
		return err
	}
	if p != nil && !evt.UpdatedAt.Before(p.SyncedAt) {
		return nil
	}
	p.Name, p.SyncedAt = evt.Name, evt.UpdatedAt
	return set(ctx, r.tx, p) // want `the comparison is reversed`
}

// ReversedVersion does by its number.
type ReversedVersion struct{ tx *sql.Tx }

var _ bus.Consumer[ProductChanged] = (*ReversedVersion)(nil)

func (r *ReversedVersion) HandleLogic(ctx context.Context, evt ProductChanged) error {
	p, err := load(ctx, r.tx, evt.ID)
	if err != nil {
		return err
	}
	if p.Version >= evt.Version {
		p.Name, p.Version = evt.Name, evt.Version
		return set(ctx, r.tx, p) // want `the comparison is reversed`
	}
	return nil
}

// ReversedStatement does in the statement.
type ReversedStatement struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*ReversedStatement)(nil)

func (r *ReversedStatement) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := r.db.ExecContext(ctx, // want `the comparison is reversed`
		`INSERT INTO products (id, name, synced_at) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at
		WHERE products.synced_at > EXCLUDED.synced_at`, evt.ID, evt.Name, evt.UpdatedAt)
	return err
}

// Clock goes by its own.
type Clock struct {
	tx    *sql.Tx
	every time.Duration
}

var _ bus.Consumer[ProductChanged] = (*Clock)(nil)

func (c *Clock) HandleLogic(ctx context.Context, evt ProductChanged) error {
	p, err := load(ctx, c.tx, evt.ID)
	if err != nil {
		return err
	}
	if p.SyncedAt.After(time.Now().UTC()) {
		return nil
	}
	p.Name, p.SyncedAt = evt.Name, evt.UpdatedAt
	return set(ctx, c.tx, p) // want `compares the stored time of products with the present time`
}
