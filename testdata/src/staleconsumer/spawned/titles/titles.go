// Package titles keeps titles.
package titles

import (
	"context"
	"database/sql"
	"encoding/json"

	"example.com/fixtures/staleconsumer/spawned"
)

type changed struct {
	Title string
	Rev   int64
}

type Projection struct{ DB *sql.DB }

func (p *Projection) Subject() string { return "titles" }

func (p *Projection) Handle(ctx context.Context, e spawned.Envelope) error {
	var c changed
	if err := json.Unmarshal(e.Payload, &c); err != nil {
		return err
	}
	_, err := p.DB.ExecContext(ctx, `UPDATE titles SET title = $2 WHERE id = $1`, e.ID, c.Title) // want `consumer Projection.Handle overwrites titles`
	return err
}

// Ordered keeps them in order.
type Ordered struct{ DB *sql.DB }

func (p *Ordered) Subject() string { return "titles" }

func (p *Ordered) Handle(ctx context.Context, e spawned.Envelope) error {
	var c changed
	if err := json.Unmarshal(e.Payload, &c); err != nil {
		return err
	}
	_, err := p.DB.ExecContext(ctx, `UPDATE titles SET title = $2, rev = $3 WHERE id = $1 AND rev < $3`, e.ID, c.Title, c.Rev)
	return err
}
