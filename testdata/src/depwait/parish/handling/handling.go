// Package handling handles commands, of which main decides what becomes where they fail.
package handling

import (
	"context"
	"database/sql"

	"github.com/ThreeDotsLabs/watermill/components/cqrs"
)

type (
	// PersonMoved tells of a person.
	PersonMoved struct{ ID, Name string }
	// PlanWedding asks for one.
	PlanWedding struct{ ID, PersonID string }
	// BaptismPlanned tells of one.
	BaptismPlanned struct{ ID, PersonID string }
)

// A Handler handles what comes.
type Handler struct{ DB *sql.DB }

// Events are the handlers of what has happened.
func (h *Handler) Events() []cqrs.EventHandler {
	return []cqrs.EventHandler{cqrs.NewEventHandler("person", h.person), cqrs.NewEventHandler("baptism", h.baptism)}
}

// Commands are those of what shall happen.
func (h *Handler) Commands() []cqrs.CommandHandler {
	return []cqrs.CommandHandler{cqrs.NewCommandHandler("wedding", h.wedding)}
}

func (h *Handler) person(ctx context.Context, p *PersonMoved) error {
	_, err := h.DB.ExecContext(ctx, `INSERT INTO persons (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, p.ID, p.Name)
	return err
}

func (h *Handler) there(ctx context.Context, person string) error {
	var id string
	return h.DB.QueryRowContext(ctx, `SELECT id FROM persons WHERE id = $1`, person).Scan(&id)
}

func (h *Handler) wedding(ctx context.Context, w *PlanWedding) error {
	if err := h.there(ctx, w.PersonID); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO weddings (id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, w.ID, w.PersonID) // want `writes weddings, whose person_id refers to persons, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// baptism comes again: events are not acknowledged where they fail.
func (h *Handler) baptism(ctx context.Context, b *BaptismPlanned) error {
	if err := h.there(ctx, b.PersonID); err != nil {
		return err
	}
	_, err := h.DB.ExecContext(ctx, `INSERT INTO baptisms (id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, b.ID, b.PersonID)
	return err
}
