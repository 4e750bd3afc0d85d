package stores

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"
)

// merged puts keys into a document, by what the column is called.
func merged(ctx context.Context, db *sql.DB, m *nats.Msg) error {
	o, err := decodeOffer(m)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `UPDATE offers SET metadata = metadata || $2::jsonb WHERE id = $1`, o.ID, string(o.Extra)) // want `consumer merged overwrites offers`
	return err
}

// built puts one key into it, another only what is at one place in it.
func built(ctx context.Context, db *sql.DB, m *nats.Msg) error {
	o, err := decodeOffer(m)
	if err != nil {
		return err
	}
	if _, err = db.ExecContext(ctx, `UPDATE offers SET extra = extra || jsonb_build_object('vendor', $2::text) WHERE id = $1`, o.ID, o.Vendor); err != nil { // want `consumer built overwrites offers`
		return err
	}
	_, err = db.ExecContext(ctx, `UPDATE offers SET board = jsonb_set(board, '{vendor}', to_jsonb($2::text)) WHERE id = $1`, o.ID, o.Vendor) // want `consumer built overwrites offers`
	return err
}

// grown adds to lists, whatever they are called, and to a number that a document holds.
func grown(ctx context.Context, db *sql.DB, m *nats.Msg) error {
	o, err := decodeOffer(m)
	if err != nil {
		return err
	}
	if _, err = db.ExecContext(ctx, `UPDATE offers SET bids = bids || $2::jsonb WHERE id = $1`, o.ID, string(o.Extra)); err != nil {
		return err
	}
	if _, err = db.ExecContext(ctx, `UPDATE offers SET details = details || jsonb_build_array($2::jsonb) WHERE id = $1`, o.ID, string(o.Extra)); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `UPDATE offers SET board = jsonb_set(board, '{seen}', to_jsonb((board->>'seen')::int + 1)) WHERE id = $1`, o.ID)
	return err
}
