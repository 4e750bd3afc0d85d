package generic

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/nats-io/nats.go"
	"github.com/uptrace/bun"
)

// A registry takes values with a method, which a type of functions makes of functions.
type registry struct {
	entries map[string]func(ctx context.Context, meta meta, raw json.RawMessage) error
}

type meta struct {
	ID  string
	Seq int64
}

type taker[T any] interface {
	Handle(ctx context.Context, meta meta, data T) error
}

type takerFunc[T any] func(ctx context.Context, meta meta, data T) error

func (f takerFunc[T]) Handle(ctx context.Context, meta meta, data T) error { return f(ctx, meta, data) }

func register[T any](r *registry, name string, t taker[T]) {
	r.entries[name] = func(ctx context.Context, meta meta, raw json.RawMessage) error {
		var data T
		if err := json.Unmarshal(raw, &data); err != nil {
			return err
		}
		return t.Handle(ctx, meta, data)
	}
}

func (r *registry) deliver(ctx context.Context, m *nats.Msg) error {
	return r.entries[m.Subject](ctx, meta{ID: m.Header.Get("id")}, m.Data)
}

type ward struct {
	bun.BaseModel `bun:"table:wards"`
	ID            string `bun:",pk"`
	Name          string
	Seq           int64
}

func (w *ward) Stamp() int64 { return w.Seq }

type bed struct {
	bun.BaseModel `bun:"table:beds"`
	ID            string `bun:",pk"`
	Name          string
	Seq           int64
}

func (b *bed) Stamp() int64 { return b.Seq }

type stamps interface{ Stamp() int64 }

// replaceNewer knows no table, but compares.
func replaceNewer[R any, P interface {
	*R
	stamps
}](ctx context.Context, db *bun.DB, id string, next P) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		cur := P(new(R))
		err := tx.NewSelect().Model(cur).Where("id = ?", id).For("UPDATE").Scan(ctx)
		if errors.Is(err, sql.ErrNoRows) {
			_, err = tx.NewInsert().Model(next).Exec(ctx)
			return err
		}
		if err != nil {
			return err
		}
		if cur.Stamp() >= next.Stamp() {
			return nil
		}
		_, err = tx.NewUpdate().Model(next).WherePK().Exec(ctx)
		return err
	})
}

// replace does not compare.
func replace[R any, P interface{ *R }](ctx context.Context, db *bun.DB, next P) error {
	_, err := db.NewUpdate().Model(next).WherePK().Exec(ctx)
	return err
}

type hospital struct{ db *bun.DB }

func (h *hospital) register(r *registry) {
	register(r, "ward", takerFunc[termSet](h.ward))
	register(r, "bed", takerFunc[termSet](h.bed))
}

func (h *hospital) ward(ctx context.Context, meta meta, e termSet) error {
	return replaceNewer(ctx, h.db, e.ID, &ward{ID: e.ID, Name: e.Label, Seq: meta.Seq})
}

func (h *hospital) bed(ctx context.Context, meta meta, e termSet) error {
	return replace(ctx, h.db, &bed{ID: e.ID, Name: e.Label, Seq: meta.Seq}) // want `consumer hospital.bed overwrites beds`
}
