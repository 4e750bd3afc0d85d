// Package desk writes what comes out of the channels that others return.
package desk

import (
	"context"
	"database/sql"
	"os"

	"example.com/fixtures/staleconsumer/returned/feed"
)

type Desk struct{ DB *sql.DB }

func (d *Desk) Follow(ctx context.Context, sub *feed.Subscriber) error {
	prices, stop, err := sub.Prices()
	if err != nil {
		return err
	}
	defer stop()
	for p := range prices {
		if _, err := d.DB.ExecContext(ctx, `UPDATE followed SET amount = $2 WHERE id = $1`, p.ID, p.Amount); err != nil { // want `consumer Desk.Follow overwrites followed by a message of type feed.Price`
			return err
		}
	}
	return nil
}

func (d *Desk) Guarded(ctx context.Context, sub *feed.Subscriber) error {
	prices, stop, err := sub.Prices()
	if err != nil {
		return err
	}
	defer stop()
	for p := range prices {
		if _, err := d.DB.ExecContext(ctx, `UPDATE followed SET amount = $2, revision = $3 WHERE id = $1 AND revision < $3`, p.ID, p.Amount, p.Revision); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) Offered(ctx context.Context, sub *feed.Subscriber) error {
	offers, err := sub.Latest()
	if err != nil {
		return err
	}
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case p, ok := <-offers:
				if !ok {
					return
				}
				_, _ = d.DB.ExecContext(ctx, `UPDATE offered SET amount = $2 WHERE id = $1`, p.ID, p.Amount) // want `consumer Desk.Offered overwrites offered by a message of type feed.Price`
			}
		}
	}()
	return nil
}

// Copied copies rows.
func (d *Desk) Copied(ctx context.Context) {
	for p := range feed.Stored(ctx, d.DB) {
		_, _ = d.DB.ExecContext(ctx, `UPDATE copied SET amount = $2 WHERE id = $1`, p.ID, p.Amount)
	}
}

// Imported is given a file.
func (d *Desk) Imported(ctx context.Context, f *os.File) {
	for p := range feed.Parse(f) {
		_, _ = d.DB.ExecContext(ctx, `UPDATE imported SET amount = $2 WHERE id = $1`, p.ID, p.Amount)
	}
}

// Two tells apart what each of two channels gives.
func (d *Desk) Two(ctx context.Context, sub *feed.Subscriber) error {
	live, stored, err := sub.Both(ctx, d.DB)
	if err != nil {
		return err
	}
	go func() {
		for p := range live {
			_, _ = d.DB.ExecContext(ctx, `UPDATE lively SET amount = $2 WHERE id = $1`, p.ID, p.Amount) // want `consumer Desk.Two overwrites lively by a message of type feed.Price`
		}
	}()
	for p := range stored {
		_, _ = d.DB.ExecContext(ctx, `UPDATE lasting SET amount = $2 WHERE id = $1`, p.ID, p.Amount)
	}
	return nil
}

// A Backend hands on what devices say.
type Backend interface {
	Stats() chan feed.Stat
	Checked() chan feed.Stat
	Local() chan feed.Stat
}

func (d *Desk) Stats(ctx context.Context, b Backend) {
	for s := range b.Stats() {
		go func(s feed.Stat) {
			_, _ = d.DB.ExecContext(ctx, `UPDATE stats SET level = $2 WHERE id = $1`, s.ID, s.Level) // want `consumer Desk.Stats overwrites stats by a message of type feed.Stat, which carries nothing`
		}(s)
	}
}

// Marks only marks what messages name.
func (d *Desk) Marks(ctx context.Context, b Backend) {
	for s := range b.Checked() {
		_, _ = d.DB.ExecContext(ctx, `UPDATE stats SET seen_at = now() WHERE id = $1`, s.ID)
	}
}

func (d *Desk) Locals(ctx context.Context, b Backend) {
	for s := range b.Local() {
		_, _ = d.DB.ExecContext(ctx, `UPDATE locals SET level = $2 WHERE id = $1`, s.ID, s.Level)
	}
}
