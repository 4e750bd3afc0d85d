package kinds

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// A projection is given the message by what handles it: each of its statements is
// reported where it stands.
type titleEdited struct {
	ID    string
	Title string
}

type titleProjection struct{ db *sql.DB }

func (p *titleProjection) onEdited(ctx context.Context, e *titleEdited) error {
	if _, err := p.db.ExecContext(ctx, `UPDATE books SET title = $1 WHERE id = $2`, e.Title, e.ID); err != nil { // want `consumer titleProjection.onEdited overwrites books`
		return err
	}
	_, err := p.db.ExecContext(ctx, `UPDATE shelves SET title = $1 WHERE book_id = $2`, e.Title, e.ID) // want `consumer titleProjection.onEdited overwrites shelves`
	return err
}

// setShelf is given values, and may be told by anybody.
func (p *titleProjection) setShelf(ctx context.Context, id, title string) error {
	_, err := p.db.ExecContext(ctx, `UPDATE shelves SET title = $1 WHERE book_id = $2`, title, id)
	return err
}

type titleHandler struct{ projection *titleProjection }

func (h *titleHandler) edited(ctx context.Context, m *nats.Msg) error {
	e := new(titleEdited)
	if err := json.Unmarshal(m.Data, e); err != nil {
		return err
	}
	return h.projection.onEdited(ctx, e)
}

func (h *titleHandler) moved(ctx context.Context, m *nats.Msg) error {
	e := new(titleEdited)
	if err := json.Unmarshal(m.Data, e); err != nil {
		return err
	}
	return h.projection.setShelf(ctx, e.ID, e.Title) // want `consumer titleHandler.moved overwrites shelves`
}
