package fixes

import (
	"context"
	"database/sql"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/fixtures/staleconsumer/bus"
	"example.com/fixtures/staleconsumer/msgs"
)

// All that is here is wrong, but what is right instead is not certain.

// Signs has placeholders that cannot be named twice.
type Signs struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*Signs)(nil)

func (s *Signs) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := s.db.ExecContext(ctx, "UPDATE products SET name = ?, synced_at = ? WHERE id = ?", evt.Name, evt.UpdatedAt, evt.ID) // want `overwrites products(?s:.*)fix: UPDATE products SET … WHERE … AND \(synced_at IS NULL OR synced_at < \$n\), with evt.UpdatedAt for \$n$`
	return err
}

// MySQL has no condition for it.
type MySQL struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*MySQL)(nil)

func (m *MySQL) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := m.db.ExecContext(ctx, "INSERT INTO products (id, name, synced_at) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name), synced_at = VALUES(synced_at)", evt.ID, evt.Name, evt.UpdatedAt) // want `overwrites products`
	return err
}

const conflict = " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at"

// Concatenated is not one literal.
type Concatenated struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*Concatenated)(nil)

func (c *Concatenated) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := c.db.ExecContext(ctx, "INSERT INTO products (id, name, synced_at) VALUES ($1, $2, $3)"+conflict, evt.ID, evt.Name, evt.UpdatedAt) // want `overwrites products`
	return err
}

// UpsertForAll is what others may use.
const UpsertForAll = "INSERT INTO products (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at"

const upsertTwice = "INSERT INTO products (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at"

// Named is used elsewhere too.
type Named struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*Named)(nil)

func (n *Named) HandleLogic(ctx context.Context, evt ProductChanged) error {
	if _, err := n.db.ExecContext(ctx, UpsertForAll, evt.ID, evt.Name, evt.UpdatedAt); err != nil { // want `overwrites products`
		return err
	}
	_, err := n.db.ExecContext(ctx, upsertTwice, evt.ID, evt.Name, evt.UpdatedAt) // want `overwrites products`
	return err
}

// Load fills the table.
func Load(ctx context.Context, db *sql.DB, p product) error {
	_, err := db.ExecContext(ctx, upsertTwice, p.ID, p.Name, p.SyncedAt)
	return err
}

func (h *Helped) save(ctx context.Context, id, name string, at time.Time) error {
	_, err := h.db.ExecContext(ctx, "INSERT INTO products (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at", id, name, at)
	return err
}

// Helped writes by a helper of several.
type Helped struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*Helped)(nil)

func (h *Helped) HandleLogic(ctx context.Context, evt ProductChanged) error {
	return h.save(ctx, evt.ID, evt.Name, evt.UpdatedAt) // want `overwrites products`
}

// Import knows better.
func (h *Helped) Import(ctx context.Context, p product) error {
	return h.save(ctx, p.ID, p.Name, time.Time{})
}

// Created keeps when the product was created, which says nothing of the order.
type Created struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*Created)(nil)

func (c *Created) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := c.db.ExecContext(ctx, "INSERT INTO products (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, created_at = EXCLUDED.created_at", evt.ID, evt.Name, evt.CreatedAt) // want `overwrites products`
	return err
}

// Arrived keeps when the message arrived.
type Arrived struct{ db *sql.DB }

var _ bus.Consumer[ProductChanged] = (*Arrived)(nil)

func (a *Arrived) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := a.db.ExecContext(ctx, "INSERT INTO products (id, name, synced_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at", evt.ID, evt.Name, time.Now()) // want `overwrites products`
	return err
}

// Counted fails where nothing was written.
type Counted struct{ pool *pgxpool.Pool }

var _ bus.Consumer[ProductChanged] = (*Counted)(nil)

func (c *Counted) HandleLogic(ctx context.Context, evt ProductChanged) error {
	tag, err := c.pool.Exec(ctx, "UPDATE products SET name = $1, synced_at = $2 WHERE id = $3", evt.Name, evt.UpdatedAt, evt.ID) // want `overwrites products`
	if err == nil && tag.RowsAffected() == 0 {
		return sql.ErrNoRows
	}
	return err
}

// Options come before the arguments.
type Options struct{ pool *pgxpool.Pool }

var _ bus.Consumer[ProductChanged] = (*Options)(nil)

func (o *Options) HandleLogic(ctx context.Context, evt ProductChanged) error {
	_, err := o.pool.Exec(ctx, "UPDATE products SET name = $1, synced_at = $2 WHERE id = $3", pgx.QueryExecModeExec, evt.Name, evt.UpdatedAt, evt.ID) // want `overwrites products`
	return err
}

// Forced has messages that have to pass.
type Forced struct{ pool *pgxpool.Pool }

var _ bus.Consumer[msgs.CustomerChanged] = (*Forced)(nil)

func (f *Forced) HandleLogic(ctx context.Context, evt msgs.CustomerChanged) error {
	_, err := f.pool.Exec(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", evt.Name, evt.CreatedAt, evt.ID) // want `overwrites customers`
	return err
}

// Either writes in both ways: it is not the comparison that is wrong.
type Either struct{ tx *sql.Tx }

var _ bus.Consumer[ProductChanged] = (*Either)(nil)

func (e *Either) HandleLogic(ctx context.Context, evt ProductChanged) error {
	p, err := load(ctx, e.tx, evt.ID)
	if err != nil {
		return err
	}
	if evt.UpdatedAt.After(p.SyncedAt) {
		_, err = e.tx.ExecContext(ctx, "UPDATE products SET name = $1, synced_at = $2 WHERE id = $3", evt.Name, evt.UpdatedAt, evt.ID)
	} else {
		_, err = e.tx.ExecContext(ctx, "UPDATE products SET version = $1, synced_at = $2 WHERE id = $3", evt.Version, evt.UpdatedAt, evt.ID) // want `the comparison is reversed`
	}
	return err
}

// Backwards would be the wrong way round with the message's time.
type Backwards struct{ tx *sql.Tx }

var _ bus.Consumer[ProductChanged] = (*Backwards)(nil)

func (b *Backwards) HandleLogic(ctx context.Context, evt ProductChanged) error {
	p, err := load(ctx, b.tx, evt.ID)
	if err != nil {
		return err
	}
	if time.Now().After(p.SyncedAt) {
		return nil
	}
	p.Name, p.SyncedAt = evt.Name, evt.UpdatedAt
	return set(ctx, b.tx, p) // want `compares the stored time of products with the present time`
}
