// Package kinds tells several kinds of messages apart in one handler.
package kinds

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/jmoiron/sqlx"
	amqp "github.com/rabbitmq/amqp091-go"
	"gorm.io/gorm"

	"example.com/fixtures/staleconsumer/msgs"
)

type worker struct {
	db   *sqlx.DB
	orm  *gorm.DB
	kind map[string]func(context.Context, amqp.Delivery) error
}

func newWorker(db *sqlx.DB, orm *gorm.DB) *worker {
	w := &worker{db: db, orm: orm}
	w.kind = map[string]func(context.Context, amqp.Delivery) error{"loose": w.loose, "generic": w.generic}
	return w
}

func (w *worker) serve(ctx context.Context, in <-chan amqp.Delivery) {
	for d := range in {
		var err error
		switch d.Type {
		case "locked":
			err = w.locked(ctx, d)
		case "racing":
			err = w.racing(ctx, d)
		default:
			err = w.kind[d.Type](ctx, d)
		}
		if err == nil {
			err = d.Ack(false)
		}
		if err != nil {
			_ = d.Nack(false, true)
		}
	}
}

func decoded(d amqp.Delivery) (e msgs.CustomerChanged, err error) {
	err = json.Unmarshal(d.Body, &e)
	return e, err
}

func (w *worker) inTx(ctx context.Context, fn func(tx *sqlx.Tx) error) error {
	tx, err := w.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// locked keeps other messages from the row that it compares.
func (w *worker) locked(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	return w.inTx(ctx, func(tx *sqlx.Tx) error {
		var seen int64
		err := tx.GetContext(ctx, &seen, `SELECT version FROM customers WHERE id = $1 FOR UPDATE`, e.ID)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if e.Version <= seen {
			return nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE customers SET name = $1, version = $2 WHERE id = $3`, e.Name, e.Version, e.ID)
		return err
	})
}

// racing does not, whatever other kinds of messages do.
func (w *worker) racing(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	return w.inTx(ctx, func(tx *sqlx.Tx) error {
		var seen int64
		err := tx.GetContext(ctx, &seen, `SELECT version FROM customers WHERE id = $1`, e.ID)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if e.Version <= seen {
			return nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE customers SET name = $1, version = $2 WHERE id = $3`, e.Name, e.Version, e.ID) // want `compares the order of customers and writes it in separate statements, with no lock between`
		return err
	})
}

func payload(d amqp.Delivery, into any) error {
	var env struct {
		Payload map[string]any `json:"payload"`
	}
	if err := json.Unmarshal(d.Body, &env); err != nil {
		return err
	}
	dec, err := mapstructure.NewDecoder(&mapstructure.DecoderConfig{TagName: "json", Result: into})
	if err != nil {
		return err
	}
	return dec.Decode(env.Payload)
}

// loose is decoded by a decoder that was told what to fill before.
func (w *worker) loose(ctx context.Context, d amqp.Delivery) error {
	var e msgs.CustomerChanged
	if err := payload(d, &e); err != nil {
		return err
	}
	_, err := w.db.ExecContext(ctx, `UPDATE customers SET name = $1 WHERE id = $2`, e.Name, e.ID) // want `consumer worker.loose overwrites customers`
	return err
}

type customer struct {
	ID       string
	Name     string
	SyncedAt time.Time
}

func (w *worker) generic(ctx context.Context, d amqp.Delivery) error {
	var e msgs.CustomerChanged
	if err := payload(d, &e); err != nil {
		return err
	}
	return w.orm.WithContext(ctx).Model(&customer{}).Where("id = ? AND synced_at < ?", e.ID, time.Now().UTC()).Updates(map[string]any{"name": e.Name, "synced_at": e.CreatedAt}).Error // want `compares the stored time of customers with the present time`
}

func (w *worker) forgetful(ctx context.Context, d amqp.Delivery) error {
	e, err := decoded(d)
	if err != nil {
		return err
	}
	return w.inTx(ctx, func(tx *sqlx.Tx) error {
		var seen int64
		if err := tx.GetContext(ctx, &seen, `SELECT version FROM customers WHERE id = $1 FOR UPDATE`, e.ID); err != nil {
			return err
		}
		if e.Version <= seen {
			return nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE customers SET name = $1 WHERE id = $2`, e.Name, e.ID) // want `compares version of customers with the message of type msgs.CustomerChanged but does not store it`
		return err
	})
}
