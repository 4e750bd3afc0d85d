package harmless

import (
	"context"
	"database/sql"
	"encoding/json"

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
	_, err := conn.Subscribe("pages.labelled", r.labelled)
	return err
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
