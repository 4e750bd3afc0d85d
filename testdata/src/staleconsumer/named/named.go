// Package named handles messages of several types in one function: a finding says which of
// them is meant, and its fix speaks of a field that this one has.
package named

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/segmentio/kafka-go"
)

type (
	Lane struct {
		ID, Name string
		Rev      int64
	}
	Toll struct {
		ID    string
		Cents int64
		At    time.Time
	}
	Booking struct {
		ID, Place string
		StartsAt  time.Time
		ChangedAt time.Time
	}
	Note struct{ ID, Text string }
	Meta struct{ Sequence uint64 }
)

func dispatch(ctx context.Context, db *sql.DB, reader *kafka.Reader) error {
	for {
		m, err := reader.ReadMessage(ctx)
		if err != nil {
			return err
		}
		switch m.Topic {
		case "lanes":
			var l Lane
			if err := json.Unmarshal(m.Value, &l); err != nil {
				return err
			}
			_, err = db.ExecContext(ctx, `UPDATE lanes SET name = $2 WHERE id = $1`, l.ID, l.Name) // want `(?s)overwrites lanes by a message of type named.Lane without.*with l.Rev for`
		case "tolls":
			var t Toll
			if err := json.Unmarshal(m.Value, &t); err != nil {
				return err
			}
			_, err = db.ExecContext(ctx, `UPDATE tolls SET cents = $2 WHERE id = $1`, t.ID, t.Cents) // want `(?s)overwrites tolls by a message of type named.Toll without.*with t.At for`
		case "bookings":
			var b Booking
			if err := json.Unmarshal(m.Value, &b); err != nil {
				return err
			}
			_, err = db.ExecContext(ctx, `UPDATE bookings SET place = $2 WHERE id = $1`, b.ID, b.Place) // want `(?s)overwrites bookings by a message of type named.Booking without.*with b.ChangedAt for`
		}
		if err != nil {
			return err
		}
	}
}

func decode[T any](m kafka.Message) (T, error) {
	var v T
	err := json.Unmarshal(m.Value, &v)
	return v, err
}

type handler func(ctx context.Context, m kafka.Message) error

// table has a closure for each type.
func table(db *sql.DB) map[string]handler {
	return map[string]handler{
		"tolls": func(ctx context.Context, m kafka.Message) error {
			v, err := decode[Toll](m)
			if err != nil {
				return err
			}
			_, err = db.ExecContext(ctx, `UPDATE tolls SET cents = $2 WHERE id = $1`, v.ID, v.Cents) // want `(?s)overwrites tolls by a message of type named.Toll without`
			return err
		},
		"notes": func(ctx context.Context, m kafka.Message) error {
			v, err := decode[Note](m)
			if err != nil {
				return err
			}
			_, err = db.ExecContext(ctx, `UPDATE notes SET text = $2 WHERE id = $1`, v.ID, v.Text) // want `overwrites notes by a message of type named.Note, which carries nothing`
			return err
		},
	}
}

func run(ctx context.Context, db *sql.DB, reader *kafka.Reader) error {
	handlers := table(db)
	for {
		m, err := reader.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if h := handlers[m.Topic]; h != nil {
			if err := h(ctx, m); err != nil {
				return err
			}
		}
	}
}

type notes struct{ db *sql.DB }

// Handle is told beside the message which one it is.
func (n *notes) Handle(ctx context.Context, about Meta, v Note) error {
	_, err := n.db.ExecContext(ctx, `UPDATE notes SET text = $2 WHERE id = $1`, v.ID, v.Text) // want `(?s)overwrites notes by a message of type named.Note without.*with about.Sequence for`
	return err
}

func told(ctx context.Context, n *notes, reader *kafka.Reader) error {
	for {
		m, err := reader.ReadMessage(ctx)
		if err != nil {
			return err
		}
		var v Note
		if err := json.Unmarshal(m.Value, &v); err != nil {
			return err
		}
		if err := n.Handle(ctx, Meta{Sequence: uint64(m.Offset)}, v); err != nil {
			return err
		}
	}
}
