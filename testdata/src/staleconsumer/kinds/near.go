package kinds

import (
	"context"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/uptrace/bun"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

type stored struct {
	bun.BaseModel `bun:"table:customers"`
	ID            string `bun:",pk"`
	Name          string
	SyncedAt      time.Time
}

type writer struct {
	db   *bun.DB
	sqlx *sqlx.DB
	docs *mongo.Collection
}

func upsertNewer[T any](ctx context.Context, db bun.IDB, row *T, columns ...string) error {
	q := db.NewInsert().Model(row).On("CONFLICT (id) DO UPDATE")
	for _, c := range columns {
		q = q.Set("? = EXCLUDED.?", bun.Ident(c), bun.Ident(c))
	}
	_, err := q.Where("?TableAlias.synced_at < EXCLUDED.synced_at").Exec(ctx)
	return err
}

// newer is compared in the statement, by bun's name for its own table.
func (w *writer) newer(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	return upsertNewer(ctx, w.db, &stored{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}, "name", "synced_at")
}

// swapped is written only if the document is still as it was read.
func (w *writer) swapped(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	var cur struct {
		Rev int64 `bson:"rev"`
	}
	if err := w.docs.FindOne(ctx, bson.M{"_id": e.ID}).Decode(&cur); err != nil {
		return err
	}
	if e.Version <= cur.Rev {
		return nil
	}
	res, err := w.docs.UpdateOne(ctx, bson.M{"_id": e.ID, "rev": cur.Rev}, bson.M{"$set": bson.M{"name": e.Name, "rev": e.Version}})
	if err == nil && res.MatchedCount == 0 {
		err = errors.New("changed in between")
	}
	return err
}

// revised runs fn with what a query tells, in a transaction.
func (w *writer) revised(ctx context.Context, query, id string, fn func(tx *sqlx.Tx, version int64) error) error {
	tx, err := w.sqlx.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int64
	if err := tx.QueryRowContext(ctx, query, id).Scan(&version); err != nil {
		return err
	}
	if err := fn(tx, version); err != nil {
		return err
	}
	return tx.Commit()
}

func (w *writer) held(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	return w.revised(ctx, `SELECT version FROM customers WHERE id = $1 FOR UPDATE`, e.ID, func(tx *sqlx.Tx, version int64) error {
		if e.Version <= version {
			return nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE customers SET name = $1, version = $2 WHERE id = $3`, e.Name, e.Version, e.ID)
		return err
	})
}

func (w *writer) heldReversed(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	return w.revised(ctx, `SELECT version FROM customers WHERE id = $1 FOR UPDATE`, e.ID, func(tx *sqlx.Tx, version int64) error {
		if e.Version > version {
			return nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE customers SET name = $1, version = $2 WHERE id = $3`, e.Name, e.Version, e.ID) // want `the comparison is reversed`
		return err
	})
}

// forgotten is compared and not stored, where the row is there.
func (w *writer) forgotten(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	_, err = w.sqlx.ExecContext(ctx, `INSERT INTO customers (id, name, version) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = $2 WHERE customers.version < $3`, e.ID, e.Name, e.Version) // want `compares version of customers with the message of type msgs.CustomerChanged but does not store it`
	return err
}

func (w *writer) kept(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	_, err = w.sqlx.ExecContext(ctx, `INSERT INTO customers (id, name, version) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET (name, version) = (EXCLUDED.name, EXCLUDED.version) WHERE customers.version < EXCLUDED.version`, e.ID, e.Name, e.Version)
	return err
}

// rewritten is stored by MySQL in every column.
func (w *writer) rewritten(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	_, err = w.sqlx.ExecContext(ctx, `INSERT INTO customers (id, name, version) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE name = IF(version < VALUES(version), VALUES(name), name), version = GREATEST(version, VALUES(version))`, e.ID, e.Name, e.Version)
	return err
}
