// Package over passes deletions over, or seems to.
package over

import (
	"context"
	"encoding/json"
	"log/slog"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/fixtures/softdelete/msgs"
)

type consumer struct {
	pool *pgxpool.Pool
	log  *slog.Logger
}

func decode(m *message.Message) (p msgs.Plate, err error) {
	return p, json.Unmarshal(m.Payload, &p)
}

func (c *consumer) put(ctx context.Context, id, number string) error {
	_, err := c.pool.Exec(ctx, `INSERT INTO plates (id, number) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`, id, number)
	return err
}

// Passes has a helper tell what the message is about.
func (c *consumer) Passes(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	if gone := p.DeletedAt != nil; gone { // want `passes over messages with DeletedAt`
		c.note(m.Context(), p.ID)
		return nil
	}
	return c.put(m.Context(), p.ID, p.Number)
}

func (c *consumer) note(ctx context.Context, id string) { c.log.InfoContext(ctx, "gone", "id", id) }

// InWords says so in so many words.
func (c *consumer) InWords(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	gone := p.DeletedAt != nil
	if gone == false { // want `passes over messages with DeletedAt`
		return c.put(m.Context(), p.ID, p.Number)
	}
	return nil
}

// Numbered is told by a number.
func (c *consumer) Numbered(m *message.Message) error {
	var a msgs.Account
	if err := json.Unmarshal(m.Payload, &a); err != nil {
		return err
	}
	if a.Deleted != 0 { // want `passes over messages with Deleted`
		return nil
	}
	return c.put(m.Context(), a.ID, a.Name)
}

// Timed is told by seconds.
func (c *consumer) Timed(m *message.Message) error {
	var a msgs.Badge
	if err := json.Unmarshal(m.Payload, &a); err != nil {
		return err
	}
	if a.DeletedAt > 0 { // want `passes over messages with DeletedAt`
		return nil
	}
	return c.put(m.Context(), a.ID, a.Name)
}

// Counts does something else with a deletion.
func (c *consumer) Counts(m *message.Message) error {
	p, err := decode(m)
	if err != nil {
		return err
	}
	if p.DeletedAt != nil {
		_, err := c.pool.Exec(m.Context(), `UPDATE plate_stats SET gone = gone + 1 WHERE number = $1`, p.Number)
		return err
	}
	return c.put(m.Context(), p.ID, p.Number)
}
