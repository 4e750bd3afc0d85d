// Package parts takes messages apart, and makes handlers of handlers.
package parts

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
)

// A Shelf is part of what a message brings.
type Shelf struct{ ID, Label string }

type delivered struct {
	Shelf   Shelf
	Shelves []Shelf
}

// Parts of what is decoded are the message's as well.
type parts struct{ db *gorm.DB }

func (p *parts) one(msg *message.Message) error {
	var d delivered
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	return p.db.Save(&d.Shelf).Error // want `consumer parts.one overwrites shelves`
}

func (p *parts) replaced(msg *message.Message) error {
	var d delivered
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	return p.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Where("label = ?", d.Shelf.Label).Delete(&Shelf{}).Error; err != nil {
			return err
		}
		return tx.Create(&d.Shelves).Error // want `consumer parts.replaced overwrites shelves`
	})
}

// A part that the message does not bring.
func (p *parts) own(msg *message.Message) error {
	var d delivered
	d.Shelf.ID = "first"
	return p.db.Save(&d.Shelf).Error
}

// Typed handlers are made into handlers of bytes, and found by topic.
func typed[T any](handle func(context.Context, T) error) func(context.Context, []byte) error {
	return func(ctx context.Context, body []byte) error {
		var v T
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		return handle(ctx, v)
	}
}

type table struct{ db *sql.DB }

func (t *table) shelved(ctx context.Context, s Shelf) error {
	_, err := t.db.ExecContext(ctx, `UPDATE shelves SET label = $2 WHERE id = $1`, s.ID, s.Label) // want `consumer table.shelved overwrites shelves`
	return err
}

func (t *table) emptied(ctx context.Context, s Shelf) error {
	_, err := t.db.ExecContext(ctx, `UPDATE shelves SET emptied_at = $2 WHERE id = $1`, s.ID, time.Now())
	return err
}

func (t *table) emptiedBySign(ctx context.Context, s Shelf) error {
	_, err := t.db.ExecContext(ctx, `UPDATE shelves SET emptied_at = ? WHERE id = ?`, time.Now(), s.ID)
	return err
}

func (t *table) unused(ctx context.Context, s Shelf) error { return nil }

func (t *table) run(ctx context.Context, r *kafka.Reader) error {
	routes := map[string]func(context.Context, []byte) error{
		"shelved": typed(t.shelved),
		"emptied": typed(t.emptied),
		"signed":  typed(t.emptiedBySign),
		"unused":  typed(t.unused),
	}
	for {
		msg, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := routes[msg.Topic](ctx, msg.Value); err != nil {
			return err
		}
	}
}

// Made into a handler of bytes too, which no message reaches.
func (t *table) requested(ctx context.Context, s Shelf) error {
	_, err := t.db.ExecContext(ctx, `UPDATE shelves SET label = $2 WHERE id = $1`, s.ID, s.Label)
	return err
}

func (t *table) request(ctx context.Context, body []byte) error { return typed(t.requested)(ctx, body) }
