package stores

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

type offer struct {
	ID, Vendor string
	Price      int
	Filed      time.Time
	Extra      json.RawMessage
}

func decodeOffer(m *nats.Msg) (*offer, error) {
	o := new(offer)
	return o, json.Unmarshal(m.Data, o)
}

const eldestWins = `INSERT INTO offers (id, vendor, filed) VALUES ($1, $2, $3)
	ON CONFLICT (id) DO UPDATE SET vendor = excluded.vendor, filed = excluded.filed WHERE offers.filed > excluded.filed`

// eldest keeps what was filed first, whatever the column is called.
func eldest(ctx context.Context, db *sql.DB, m *nats.Msg) error {
	o, err := decodeOffer(m)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, eldestWins, o.ID, o.Vendor, o.Filed) // want `consumer eldest writes offers only if the stored row is newer .*: the comparison is reversed`
	return err
}

// cheapest keeps the least price, which is no order.
func cheapest(ctx context.Context, db *sql.DB, m *nats.Msg) error {
	o, err := decodeOffer(m)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT INTO offers (id, vendor, price) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET vendor = excluded.vendor, price = excluded.price WHERE offers.price > excluded.price`, o.ID, o.Vendor, o.Price)
	return err
}

// since keeps the earliest time, and nothing beside.
func since(ctx context.Context, db *sql.DB, m *nats.Msg) error {
	o, err := decodeOffer(m)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT INTO offers (id, filed) VALUES ($1, $2)
		ON CONFLICT (id) DO UPDATE SET filed = excluded.filed WHERE offers.filed > excluded.filed`, o.ID, o.Filed)
	return err
}

// extra puts keys into a document, over what they had.
func extra(ctx context.Context, db *sql.DB, m *nats.Msg) error {
	o, err := decodeOffer(m)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `UPDATE offers SET extra = COALESCE(extra, '{}'::jsonb) || $2 WHERE id = $1`, o.ID, string(o.Extra)) // want `consumer extra overwrites offers`
	return err
}

// history adds to a list, and to an array.
func history(ctx context.Context, db *sql.DB, m *nats.Msg) error {
	o, err := decodeOffer(m)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `UPDATE offers SET history = COALESCE(history, '[]') || $2, tags = COALESCE(tags, '{}') || $2 WHERE id = $1`, o.ID, string(o.Extra))
	return err
}
