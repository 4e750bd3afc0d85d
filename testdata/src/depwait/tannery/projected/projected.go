// Package projected has its rows written by code that knows none of their columns.
package projected

import (
	"context"
	"encoding/json"

	"github.com/jmoiron/sqlx"
	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/tannery/rows"
)

type (
	barrel struct {
		ID string `db:"id"`
	}
	batch struct {
		ID       string `db:"id"`
		BarrelID string `db:"barrel_id"`
	}
	filled  struct{ ID string }
	started struct{ ID, Barrel string }
)

type consumers struct {
	db      *sqlx.DB
	barrels *rows.Projector[barrel]
	batches *rows.Projector[batch]
}

// New returns what takes the messages.
func New(db *sqlx.DB) *consumers {
	return &consumers{db, &rows.Projector[barrel]{DB: db, Table: "barrels"}, &rows.Projector[batch]{DB: db, Table: "batches"}}
}

func (c *consumers) barrel(ctx context.Context, id string) error {
	return c.db.GetContext(ctx, &id, `SELECT id FROM barrels WHERE id = $1`, id)
}

func (c *consumers) filled(ctx context.Context, m kafka.Message) error {
	var v filled
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return c.barrels.Add(ctx, barrel{ID: v.ID})
}

func (c *consumers) started(ctx context.Context, m kafka.Message) error {
	var v started
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return c.batches.Add(ctx, batch{ID: v.ID, BarrelID: v.Barrel}) // want `consumer consumers.started .* writes batches, whose barrel_id refers to barrels, which other messages fill, without making sure that it is there`
}

// The barrel is looked for.
func (c *consumers) careful(ctx context.Context, m kafka.Message) error {
	var v started
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	if err := c.barrel(ctx, v.Barrel); err != nil {
		return err
	}
	return c.batches.Add(ctx, batch{ID: v.ID, BarrelID: v.Barrel})
}

// It has no barrel.
func (c *consumers) loose(ctx context.Context, m kafka.Message) error {
	var v started
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return c.batches.Add(ctx, batch{ID: v.ID})
}

func (c *consumers) mapped(ctx context.Context, m kafka.Message) error {
	var v started
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return rows.Add(ctx, c.db, "batches", map[string]any{"id": v.ID, "barrel_id": v.Barrel}) // want `consumer consumers.mapped .* writes batches, whose barrel_id refers to barrels, which other messages fill, without making sure that it is there`
}

func (c *consumers) mappedLoose(ctx context.Context, m kafka.Message) error {
	var v started
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return rows.Add(ctx, c.db, "batches", map[string]any{"id": v.ID})
}

// Run receives.
func (c *consumers) Run(ctx context.Context, from *kafka.Reader) error {
	byTopic := map[string]func(context.Context, kafka.Message) error{
		"filled": c.filled, "started": c.started, "careful": c.careful, "loose": c.loose, "mapped": c.mapped, "mapped.loose": c.mappedLoose,
	}
	for {
		m, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := byTopic[m.Topic](ctx, m); err != nil {
			return err
		}
		if err := from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
