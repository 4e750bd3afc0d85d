// Package chosen holds some of the registry's articles only.
package chosen

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

// Index keeps what is to be found.
type Index interface {
	Put(ctx context.Context, id, title string) error
	Remove(ctx context.Context, id string) error
}

type index struct{ db *sql.DB }

// NewIndex keeps it in a database.
func NewIndex(db *sql.DB) Index { return &index{db} }

func (i *index) Put(ctx context.Context, id, title string) error {
	_, err := i.db.ExecContext(ctx, `INSERT INTO plates (id, number) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`, id, title)
	return err
}

func (i *index) Remove(ctx context.Context, id string) error {
	_, err := i.db.ExecContext(ctx, `DELETE FROM plates WHERE id = $1`, id)
	return err
}

type consumer struct{ index Index }

func decode(m *message.Message) (a msgs.Article, err error) {
	return a, json.Unmarshal(m.Payload, &a)
}

// Published holds what is published. That it is deleted is left aside.
func (c *consumer) Published(m *message.Message) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	return c.published(m.Context(), a)
}

func (c *consumer) published(ctx context.Context, a msgs.Article) error {
	if a.Stage == msgs.Published {
		return c.index.Put(ctx, a.ID, a.Title)
	}
	return c.index.Remove(ctx, a.ID)
}

// Named tells the state by its name.
func (c *consumer) Named(m *message.Message) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	switch a.State {
	case "published", "promoted":
		return c.index.Put(m.Context(), a.ID, a.Title)
	case "draft":
		return c.index.Remove(m.Context(), a.ID)
	}
	return nil
}

// Sold holds what is in stock.
func (c *consumer) Sold(m *message.Message) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if a.Stock <= 0 || a.State == "hidden" {
		return c.index.Remove(m.Context(), a.ID)
	}
	return c.index.Put(m.Context(), a.ID, a.Title)
}

// Either takes away what is not in stock, or deleted.
func (c *consumer) Either(m *message.Message) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if a.Stock <= 0 || a.DeletedAt != nil {
		return c.index.Remove(m.Context(), a.ID) // want `removes the row from plates`
	}
	return c.index.Put(m.Context(), a.ID, a.Title)
}

// Both keeps two of them apart.
func (c *consumer) Both(m *message.Message) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if a.DeletedAt != nil {
		return c.index.Remove(m.Context(), a.ID) // want `removes the row from plates`
	}
	if a.Stage != msgs.Published {
		return c.index.Remove(m.Context(), a.ID)
	}
	return c.index.Put(m.Context(), a.ID, a.Title)
}

// ByStage has a stage for what is deleted.
func (c *consumer) ByStage(m *message.Message) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if a.Stage == msgs.Deleted {
		return c.index.Remove(m.Context(), a.ID) // want `removes the row from plates`
	}
	return c.index.Put(m.Context(), a.ID, a.Title)
}

// ByOp is told what was done.
func (c *consumer) ByOp(m *message.Message) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if a.Op == "d" {
		return c.index.Remove(m.Context(), a.ID) // want `removes the row from plates`
	}
	return c.index.Put(m.Context(), a.ID, a.Title)
}

// ByImage is told of what is left.
func (c *consumer) ByImage(m *message.Message) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if a.After == nil {
		return c.index.Remove(m.Context(), a.ID) // want `removes the row from plates`
	}
	return c.index.Put(m.Context(), a.ID, a.After.Number)
}

// Numbered is told by a number.
func (c *consumer) Numbered(m *message.Message) error {
	var a msgs.Account
	if err := json.Unmarshal(m.Payload, &a); err != nil {
		return err
	}
	if a.Deleted == 1 {
		return c.index.Remove(m.Context(), a.ID) // want `removes the row from plates`
	}
	return c.index.Put(m.Context(), a.ID, a.Name)
}

// Levels passes over what is none of its business.
func (c *consumer) Levels(m *message.Message) error {
	var a msgs.Account
	if err := json.Unmarshal(m.Payload, &a); err != nil {
		return err
	}
	if a.Level > 2 {
		return nil
	}
	if a.Deleted == 1 {
		return c.index.Remove(m.Context(), a.ID) // want `removes the row from plates`
	}
	return c.index.Put(m.Context(), a.ID, a.Name)
}
