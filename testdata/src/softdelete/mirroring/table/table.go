// Package table has more handlers than a few, in one table.
package table

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

// Mirror keeps copies.
type Mirror struct{ DB *sql.DB }

// Message is how the service's own router has one.
type Message struct{ Body []byte }

// Handler handles one.
type Handler func(context.Context, *Message) error

// Server hands messages to what is registered.
type Server struct{ routes []Handler }

// Handle registers a handler.
func (s *Server) Handle(_ string, h Handler) { s.routes = append(s.routes, h) }

// Run receives.
func (s *Server) Run(ctx context.Context, in <-chan *message.Message) {
	for m := range in {
		for _, h := range s.routes {
			if h(ctx, &Message{Body: m.Payload}) != nil {
				m.Nack()
			}
		}
		m.Ack()
	}
}

func on[T any](f func(context.Context, T) error) Handler {
	return func(ctx context.Context, m *Message) error {
		var v T
		if err := json.Unmarshal(m.Body, &v); err != nil {
			return err
		}
		return f(ctx, v)
	}
}

// Register goes through the table.
func (m *Mirror) Register(s *Server) {
	for _, e := range []struct {
		topic string
		h     Handler
	}{
		{"plates", on(m.plate)},
		{"one", on(m.one)},
		{"two", on(m.two)},
		{"three", on(m.three)},
		{"four", on(m.four)},
		{"five", on(m.five)},
		{"six", on(m.six)},
		{"seven", on(m.seven)},
		{"eight", on(m.eight)},
	} {
		s.Handle(e.topic, e.h)
	}
}

func (m *Mirror) plate(ctx context.Context, p msgs.Plate) error {
	if p.DeletedAt != nil {
		_, err := m.DB.ExecContext(ctx, `DELETE FROM plates WHERE id = $1`, p.ID) // want `consumer Mirror.plate removes the row from plates, though the owner keeps it`
		return err
	}
	_, err := m.DB.ExecContext(ctx, `UPDATE plates SET number = $2 WHERE id = $1`, p.ID, p.Number)
	return err
}

func (m *Mirror) one(ctx context.Context, p msgs.Plain) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO notes_one (id, name) VALUES ($1, $2)`, p.ID, p.Name)
	return err
}

func (m *Mirror) two(ctx context.Context, p msgs.Plain) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO notes_two (id, name) VALUES ($1, $2)`, p.ID, p.Name)
	return err
}

func (m *Mirror) three(ctx context.Context, p msgs.Plain) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO notes_three (id, name) VALUES ($1, $2)`, p.ID, p.Name)
	return err
}

func (m *Mirror) four(ctx context.Context, p msgs.Plain) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO notes_four (id, name) VALUES ($1, $2)`, p.ID, p.Name)
	return err
}

func (m *Mirror) five(ctx context.Context, p msgs.Plain) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO notes_five (id, name) VALUES ($1, $2)`, p.ID, p.Name)
	return err
}

func (m *Mirror) six(ctx context.Context, p msgs.Plain) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO notes_six (id, name) VALUES ($1, $2)`, p.ID, p.Name)
	return err
}

func (m *Mirror) seven(ctx context.Context, p msgs.Plain) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO notes_seven (id, name) VALUES ($1, $2)`, p.ID, p.Name)
	return err
}

func (m *Mirror) eight(ctx context.Context, p msgs.Plain) error {
	_, err := m.DB.ExecContext(ctx, `INSERT INTO notes_eight (id, name) VALUES ($1, $2)`, p.ID, p.Name)
	return err
}
