// Package asked answers requests that a broker carries.
package asked

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

type client struct{ ID, Name string }

type desk struct{ db *sql.DB }

// rename is asked to change what is somebody else's.
func (d *desk) rename(m *nats.Msg) {
	var c client
	if json.Unmarshal(m.Data, &c) != nil {
		return
	}
	res, err := d.db.ExecContext(context.Background(), "UPDATE clients SET name = $1 WHERE id = $2", c.Name, c.ID) // want `desk.rename .*clients`
	if err != nil {
		_ = m.Respond([]byte(err.Error()))
		return
	}
	n, _ := res.RowsAffected()
	data, _ := json.Marshal(n)
	_ = m.Respond(data)
}

// renamed is told by the owner.
func (d *desk) renamed(m *nats.Msg) {
	var c client
	if json.Unmarshal(m.Data, &c) != nil {
		return
	}
	_, _ = d.db.ExecContext(context.Background(), "UPDATE clients SET name = $1 WHERE id = $2", c.Name, c.ID)
	_ = m.Respond([]byte("ok"))
}

func subscribe(d *desk, nc *nats.Conn) {
	_, _ = nc.QueueSubscribe("clients.rename", "desk", d.rename)
	_, _ = nc.QueueSubscribe("clients.renamed", "desk", d.renamed)
}
