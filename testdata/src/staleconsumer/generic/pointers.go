package generic

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

// A decoder may say which messages it is for, by their pointers.

type shelved struct {
	ID, Room string
}

type unshelved struct {
	ID, Reason string
}

type notice interface {
	*shelved | *unshelved
}

// A tagged one is narrowed twice.
type tagged interface {
	comparable
	notice
}

func into[N notice](data []byte, n N) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(n)
}

func intoTagged[N tagged](data []byte, n N) error { return json.Unmarshal(data, n) }

// byValue is given a copy, into which nothing goes that its caller would see.
func byValue[N shelved | unshelved](data []byte, n N) error { return json.Unmarshal(data, &n) }

type rooms struct{ db *sql.DB }

func (r *rooms) put(ctx context.Context, id, room string) error {
	_, err := r.db.ExecContext(ctx, `UPDATE books SET room = $1 WHERE id = $2`, room, id)
	return err
}

func (r *rooms) onShelved(ctx context.Context, m kafka.Message) error {
	var e shelved
	if err := into(m.Value, &e); err != nil {
		return err
	}
	return r.put(ctx, e.ID, e.Room) // want `rooms.onShelved overwrites books`
}

func (r *rooms) onTagged(ctx context.Context, m kafka.Message) error {
	var e shelved
	if err := intoTagged(m.Value, &e); err != nil {
		return err
	}
	return r.put(ctx, e.ID, e.Room) // want `rooms.onTagged overwrites books`
}

func (r *rooms) onCopy(ctx context.Context, m kafka.Message) error {
	var e shelved
	if err := byValue(m.Value, e); err != nil {
		return err
	}
	return r.put(ctx, e.ID, e.Room)
}

// A thing has a kind, whatever it is.
type thing interface{ Kind() string }

func (*shelved) Kind() string { return "shelved" }

// open is given what to fill by an interface that is not any.
func open(data []byte, t thing) bool { return json.Unmarshal(data, t) == nil }

// kindOf is given such a thing, and fills nothing.
func kindOf(data []byte, t thing) bool { return string(data) == t.Kind() }

func (r *rooms) onOpened(ctx context.Context, m kafka.Message) error {
	var e shelved
	if !open(m.Value, &e) {
		return nil
	}
	return r.put(ctx, e.ID, e.Room) // want `rooms.onOpened overwrites books`
}

func (r *rooms) onKind(ctx context.Context, m kafka.Message) error {
	var e shelved
	if !kindOf(m.Value, &e) {
		return nil
	}
	return r.put(ctx, e.ID, e.Room)
}
