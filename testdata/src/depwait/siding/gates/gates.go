// Package gates subscribes some handlers itself, and has others run by another package.
package gates

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/depwait/siding/kit"
)

type opened struct{ ID string }
type entered struct{ ID, Gate string }

type consumers struct{ db *sql.DB }

func (c *consumers) opened(ctx context.Context, data []byte) error {
	var v opened
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO gates (id) VALUES ($1)`, v.ID)
	return err
}

func (c *consumers) gate(ctx context.Context, id string) error {
	return c.db.QueryRowContext(ctx, `SELECT id FROM gates WHERE id = $1`, id).Scan(&id)
}

func (c *consumers) entered(ctx context.Context, data []byte) error {
	var v entered
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := c.gate(ctx, v.Gate); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO entries (id, gate_id) VALUES ($1, $2)`, v.ID, v.Gate)
	return err
}

func (c *consumers) hurried(ctx context.Context, data []byte) error {
	var v entered
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := c.gate(ctx, v.Gate); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO entries (id, gate_id) VALUES ($1, $2)`, v.ID, v.Gate) // want `consumer consumers.hurried .*, whose gate_id refers to gates, which other messages fill, but answers success where it is missing`
	return err
}

// What the others look for that another package runs says nothing of what is subscribed here.
func (c *consumers) subscribe(ctx context.Context, r *message.Router, sub message.Subscriber) error {
	r.AddConsumerHandler("hurried", "hurried", sub, func(msg *message.Message) error {
		if err := c.hurried(msg.Context(), msg.Payload); err != nil {
			log.Print(err)
		}
		return nil
	})
	if err := kit.Run(ctx, sub, "opened", c.opened); err != nil {
		return err
	}
	return kit.Run(ctx, sub, "entered", c.entered)
}

// Subscribe subscribes.
func Subscribe(ctx context.Context, db *sql.DB, r *message.Router, sub message.Subscriber) error {
	return (&consumers{db}).subscribe(ctx, r, sub)
}
