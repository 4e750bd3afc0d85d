package kinds

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

// A sign of life tells no more than whose it is: when it came is the clock's to say.
type beat struct {
	Node   string
	State  string
	SentAt time.Time
}

type liveness struct {
	Node   string
	State  string
	SeenAt time.Time
}

func (l liveness) put(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `INSERT INTO liveness (node, state, seen_on) VALUES ($1, $2, $3) ON CONFLICT (node) DO UPDATE SET seen_on = $3`, l.Node, l.State, l.SeenAt)
	return err
}

// change writes the state as well.
func (l liveness) change(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `UPDATE liveness SET state = $2, seen_on = $3 WHERE node = $1`, l.Node, l.State, l.SeenAt)
	return err
}

type beats struct {
	db       *sql.DB
	contacts *mongo.Collection
}

func (b *beats) seen(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return liveness{Node: e.Node, State: "active", SeenAt: time.Now()}.put(ctx, b.db)
}

// renew has the row that is there take the time of the one that would be inserted.
func (l liveness) renew(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `INSERT INTO liveness (node, state, seen_on) VALUES ($1, $2, $3) ON CONFLICT (node) DO UPDATE SET seen_on = EXCLUDED.seen_on`, l.Node, l.State, l.SeenAt)
	return err
}

func (b *beats) renewed(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return liveness{Node: e.Node, State: e.State, SeenAt: time.Now()}.renew(ctx, b.db)
}

func (b *beats) renewedHere(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, `INSERT INTO liveness (node, state, seen_on) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE seen_on = VALUES(seen_on)`, e.Node, e.State, time.Now())
	return err
}

// renewedAs takes the state as well.
func (b *beats) renewedAs(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, `INSERT INTO liveness (node, state, seen_on) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE seen_on = VALUES(seen_on), state = VALUES(state)`, e.Node, e.State, time.Now()) // want `consumer beats.renewedAs overwrites liveness`
	return err
}

// renewedThen takes the time that the message tells.
func (b *beats) renewedThen(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return liveness{Node: e.Node, State: e.State, SeenAt: e.SentAt}.renew(ctx, b.db) // want `consumer beats.renewedThen overwrites liveness`
}

// told takes the time that the message tells, which may be an old one.
func (b *beats) told(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return liveness{Node: e.Node, State: "active", SeenAt: e.SentAt}.put(ctx, b.db) // want `consumer beats.told overwrites liveness`
}

func (b *beats) changed(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return liveness{Node: e.Node, State: e.State, SeenAt: time.Now()}.change(ctx, b.db) // want `consumer beats.changed overwrites liveness`
}

// implied writes the state that the message implies.
func (b *beats) implied(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return liveness{Node: e.Node, State: "active", SeenAt: time.Now()}.change(ctx, b.db) // want `consumer beats.implied overwrites liveness`
}

type contact struct {
	Node string
	Seen time.Time
}

func (b *beats) replace(ctx context.Context, c contact) error {
	_, err := b.contacts.ReplaceOne(ctx, bson.M{"node": c.Node}, c)
	return err
}

func (b *beats) contacted(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return b.replace(ctx, contact{Node: e.Node, Seen: time.Now()})
}

type profile struct {
	Node, State string
	Seen        time.Time
}

func (b *beats) replaceProfile(ctx context.Context, p profile) error {
	_, err := b.contacts.ReplaceOne(ctx, bson.M{"node": p.Node}, p) // want `consumer beats.replaceProfile overwrites`
	return err
}

func (b *beats) profiled(ctx context.Context, m *nats.Msg) error {
	var e beat
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return b.replaceProfile(ctx, profile{Node: e.Node, State: e.State, Seen: time.Now()})
}
