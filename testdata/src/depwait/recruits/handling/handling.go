// Package handling handles commands, which a bus tells apart by their types.
package handling

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
)

// Commands are what events are made into.
type (
	AddAgencyCommand  struct{ ID, Name string }
	AddRecruitCommand struct{ ID, Agency string }
)

// A Handler handles one sort of command.
type Handler[C any] interface {
	Handle(ctx context.Context, c C) error
}

// A Bus knows the handlers.
type Bus struct {
	handlers map[reflect.Type]func(context.Context, any) error
}

// Register tells it of one.
func Register[C any](b *Bus, h Handler[C]) {
	b.handlers[reflect.TypeFor[C]()] = func(ctx context.Context, c any) error { return h.Handle(ctx, c.(C)) }
}

// Send has a command handled.
func (b *Bus) Send(ctx context.Context, c any) error {
	h, ok := b.handlers[reflect.TypeOf(c)]
	if !ok {
		return errors.New("no handler")
	}
	return h(ctx, c)
}

// Agencies adds agencies.
type Agencies struct{ DB *sql.DB }

// Handle adds one.
func (h Agencies) Handle(ctx context.Context, c AddAgencyCommand) error {
	_, err := h.DB.ExecContext(ctx, `INSERT INTO agencies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Name)
	return err
}

// Recruits adds recruits.
type Recruits struct{ DB *sql.DB }

// Handle adds one.
func (h Recruits) Handle(ctx context.Context, c AddRecruitCommand) error {
	_, err := h.DB.ExecContext(ctx, `INSERT INTO recruits (id, agency_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Agency) // want `writes recruits, whose agency_id refers to agencies`
	return err
}
