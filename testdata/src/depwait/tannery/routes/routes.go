// Package routes has tables of routes.
package routes

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/tannery/routing"
)

type opened struct{ ID string }
type hung struct{ ID, Line string }

type handlers struct{ db *sql.DB }

func (h *handlers) opened(ctx context.Context, data []byte) error {
	var v opened
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	_, err := h.db.ExecContext(ctx, `INSERT INTO lines (id) VALUES ($1)`, v.ID)
	return err
}

func (h *handlers) line(ctx context.Context, id string) error {
	return h.db.QueryRowContext(ctx, `SELECT id FROM lines WHERE id = $1`, id).Scan(&id)
}

const hang = `INSERT INTO skins (id, line_id) VALUES ($1, $2)`

func (h *handlers) tolerated(ctx context.Context, data []byte) error {
	var v hung
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.line(ctx, v.Line); err != nil {
		return err
	}
	_, err := h.db.ExecContext(ctx, hang, v.ID, v.Line) // want `consumer handlers.tolerated .*, whose line_id refers to lines, which other messages fill, but answers success where it is missing`
	return err
}

func (h *handlers) logged(ctx context.Context, data []byte) error {
	var v hung
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.line(ctx, v.Line); err != nil {
		return err
	}
	_, err := h.db.ExecContext(ctx, hang, v.ID, v.Line)
	return err
}

func (h *handlers) bare(ctx context.Context, data []byte) error {
	var v hung
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.line(ctx, v.Line); err != nil {
		return err
	}
	_, err := h.db.ExecContext(ctx, hang, v.ID, v.Line)
	return err
}

func (h *handlers) polled(ctx context.Context, data []byte) error {
	var v hung
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.line(ctx, v.Line); err != nil {
		return err
	}
	_, err := h.db.ExecContext(ctx, hang, v.ID, v.Line) // want `consumer handlers.polled .* but answers success where it is missing`
	return err
}

func (h *handlers) patient(ctx context.Context, data []byte) error {
	var v hung
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := h.line(ctx, v.Line); err != nil {
		return err
	}
	_, err := h.db.ExecContext(ctx, hang, v.ID, v.Line)
	return err
}

func tolerant(next routing.Handler) routing.Handler {
	return func(ctx context.Context, data []byte) error {
		if err := next(ctx, data); err != nil {
			log.Print(err)
		}
		return nil
	}
}

func logging(next routing.Handler) routing.Handler {
	return func(ctx context.Context, data []byte) error {
		err := next(ctx, data)
		if err != nil {
			log.Print(err)
		}
		return err
	}
}

func (h *handlers) table() []routing.Route {
	return []routing.Route{
		{Topic: "opened", Handle: h.opened, Wrap: logging},
		{Topic: "tolerated", Handle: h.tolerated, Wrap: tolerant},
		{Topic: "logged", Handle: h.logged, Wrap: logging},
		{Topic: "bare", Handle: h.bare},
	}
}

// Serve serves them.
func Serve(db *sql.DB, r *message.Router, sub message.Subscriber) {
	routing.Serve(r, sub, (&handlers{db}).table())
}

type entry struct {
	handle routing.Handler
	before func(routing.Handler) routing.Handler
}

// Poll picks a route for each message.
func Poll(ctx context.Context, db *sql.DB, from *kafka.Reader) error {
	h := &handlers{db}
	table := map[string]entry{
		"polled":  {h.polled, tolerant},
		"patient": {h.patient, logging},
	}
	for {
		m, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		e := table[m.Topic]
		if err := e.before(e.handle)(ctx, m.Value); err != nil {
			return err
		}
		if err := from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
