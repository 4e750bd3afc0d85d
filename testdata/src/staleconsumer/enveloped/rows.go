package enveloped

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"
)

// Handlers may stand in a table whose rows have no type of their own, and be subscribed row by
// row.

type wards struct{ db *sql.DB }

func (w *wards) loops(r *kafka.Reader) []*loop {
	var list []*loop
	for _, row := range []struct {
		topic string
		h     recordHandler
	}{
		{"wards", ofRecord(w.changed)},
		{"versions", ofRecord(w.versioned)},
	} {
		list = append(list, newLoop(r, row.h))
	}
	return list
}

func (w *wards) changed(ctx context.Context, d Duty) error {
	_, err := w.db.ExecContext(ctx, `UPDATE wards SET place = $2 WHERE id = $1`, d.ID, d.Place) // want `consumer wards.changed overwrites wards by a message of type enveloped.Duty`
	return err
}

func (w *wards) versioned(ctx context.Context, v Version) error {
	_, err := w.db.ExecContext(ctx, `UPDATE wards SET place = $2, rev = $3 WHERE id = $1 AND rev < $3`, v.ID, v.Place, v.Rev)
	return err
}

// seed goes through a table as well, of which nothing is given a message.
func (w *wards) seed(ctx context.Context, plan []Plan) error {
	for _, row := range []struct {
		name string
		put  func(ctx context.Context, p Plan) error
	}{
		{"wards", w.put},
		{"plans", w.keep},
	} {
		for _, p := range plan {
			if err := row.put(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *wards) put(ctx context.Context, p Plan) error {
	_, err := w.db.ExecContext(ctx, `UPDATE wards SET place = $2 WHERE id = $1`, p.ID, p.Place)
	return err
}

func (w *wards) keep(ctx context.Context, p Plan) error {
	_, err := w.db.ExecContext(ctx, `UPDATE plans SET place = $2 WHERE id = $1`, p.ID, p.Place)
	return err
}
