package harmless

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

// A reader notes how far it has got.
type reader struct{ db *sql.DB }

type page struct {
	Queue  string
	Offset int64
	Label  string
}

func (r *reader) subscribe(conn *nats.Conn) error {
	if _, err := conn.Subscribe("pages.read", r.read); err != nil {
		return err
	}
	for subject, take := range map[string]nats.MsgHandler{"pages.labelled": r.labelled, "concerts.changed": r.concert, "concerts.told": r.told} {
		if _, err := conn.Subscribe(subject, take); err != nil {
			return err
		}
	}
	return nil
}

// read keeps a position, which comes again with the messages after it.
func (r *reader) read(m *nats.Msg) {
	var p page
	if json.Unmarshal(m.Data, &p) != nil {
		return
	}
	_, _ = r.db.ExecContext(context.Background(), "UPDATE queues SET last_offset = $1 WHERE name = $2", p.Offset, p.Queue)
}

// labelled keeps more than that.
func (r *reader) labelled(m *nats.Msg) {
	var p page
	if json.Unmarshal(m.Data, &p) != nil {
		return
	}
	_, _ = r.db.ExecContext(context.Background(), "UPDATE queues SET last_offset = $1, label = $2 WHERE name = $3", p.Offset, p.Label, p.Queue) // want `consumer reader.labelled overwrites queues`
}

// A concert is an event that takes place.
type concert struct {
	ID, Name, Venue      string
	Cents, Attempts      int
	CreatedAt, UpdatedAt time.Time
}

const putConcert = `INSERT INTO events (id, name, venue, cents) VALUES ($1, $2, $3, $4)
	ON CONFLICT (id) DO UPDATE SET name = $2, venue = $3, cents = $4`

func (r *reader) concert(m *nats.Msg) {
	var c concert
	if json.Unmarshal(m.Data, &c) != nil {
		return
	}
	_, _ = r.db.ExecContext(context.Background(), putConcert, c.ID, c.Name, c.Venue, c.Cents) // want `consumer reader.concert overwrites events by a message of type harmless.concert(?s:.*)c.UpdatedAt`
}

// told keeps what was done about what has happened.
func (r *reader) told(m *nats.Msg) {
	var c concert
	if json.Unmarshal(m.Data, &c) != nil {
		return
	}
	_, _ = r.db.ExecContext(context.Background(), "UPDATE events SET status = 'told', attempts = $1 WHERE id = $2", c.Attempts, c.ID)
}
