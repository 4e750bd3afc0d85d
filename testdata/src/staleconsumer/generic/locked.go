package generic

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/uptrace/bun"
)

type term struct {
	bun.BaseModel `bun:"table:terms"`
	ID            string `bun:",pk"`
	Label         string
	SyncedAt      time.Time
}

type termSet struct {
	ID, Label string
	CreatedAt time.Time
}

// locked is the row as it is stored, of whatever type.
func locked[T any](ctx context.Context, tx bun.Tx, id string) (*T, error) {
	row := new(T)
	err := tx.NewSelect().Model(row).Where("id = ?", id).For("UPDATE").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return row, err
}

type terms struct{ db *bun.DB }

func put(ctx context.Context, tx bun.Tx, e *termSet) error {
	_, err := tx.NewInsert().Model(&term{ID: e.ID, Label: e.Label, SyncedAt: e.CreatedAt}).
		On("CONFLICT (id) DO UPDATE").Set("label = EXCLUDED.label").Set("synced_at = EXCLUDED.synced_at").Exec(ctx)
	return err
}

func (t *terms) onSet(ctx context.Context, m kafka.Message) error {
	var e termSet
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return t.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		cur, err := locked[term](ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if cur != nil && cur.SyncedAt.After(e.CreatedAt) {
			return nil
		}
		return put(ctx, tx, &e)
	})
}

func (t *terms) onSetReversed(ctx context.Context, m kafka.Message) error {
	var e termSet
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return t.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		cur, err := locked[term](ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if cur != nil && cur.SyncedAt.Before(e.CreatedAt) {
			return nil
		}
		return put(ctx, tx, &e) // want `writes terms only if the stored row is newer than the message of type generic.termSet: the comparison is reversed`
	})
}
