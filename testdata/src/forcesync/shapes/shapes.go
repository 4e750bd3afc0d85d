// Package shapes has consumers as they come: of generic messages, with getters,
// in transactions, by parameters of a generated store.
package shapes

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/forcesync/msgs"
	"example.com/fixtures/staleconsumer/bus"
)

// A Message is around any entity.
type Message[T any] struct {
	Payload     T
	IsForceSync bool
	CreatedAt   time.Time
}

// User is one.
type User struct{ ID, Name string }

type row struct {
	ID, Name      string
	LastMessageAt time.Time
}

// Store is generated.
type Store struct{ db *sql.DB }

const upsert = `INSERT INTO customers (id, name, last_message_at) VALUES ($1, $2, $3)
	ON CONFLICT (id) DO UPDATE SET name = excluded.name, last_message_at = excluded.last_message_at
	WHERE customers.last_message_at < excluded.last_message_at`

// UpsertParams are what Upsert takes.
type UpsertParams struct {
	ID, Name string
	At       time.Time
}

func (s *Store) Upsert(ctx context.Context, arg UpsertParams) error {
	_, err := s.db.ExecContext(ctx, upsert, arg.ID, arg.Name, arg.At)
	return err
}

// ForcibleParams are what Forcible takes.
type ForcibleParams struct {
	ID, Name string
	At       time.Time
	Anyway   bool
}

func (s *Store) Forcible(ctx context.Context, arg ForcibleParams) error {
	_, err := s.db.ExecContext(ctx, upsert+" OR $4::bool", arg.ID, arg.Name, arg.At, arg.Anyway)
	return err
}

func (s *Store) find(ctx context.Context, id string) (*row, error) {
	r := new(row)
	err := s.db.QueryRowContext(ctx, "SELECT id, name, last_message_at FROM customers WHERE id = $1 FOR UPDATE", id).Scan(&r.ID, &r.Name, &r.LastMessageAt)
	return r, err
}

func (s *Store) set(ctx context.Context, id, name string, at time.Time) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1, last_message_at = $2 WHERE id = $3", name, at, id)
	return err
}

func (s *Store) inTx(ctx context.Context, fn func(context.Context) error) error { return fn(ctx) }

// Deaf consumes generic messages.
type Deaf struct{ store *Store }

var _ bus.Consumer[Message[User]] = (*Deaf)(nil)

func (d *Deaf) HandleLogic(ctx context.Context, msg Message[User]) error {
	return d.store.inTx(ctx, func(ctx context.Context) error {
		r, err := d.store.find(ctx, msg.Payload.ID)
		if err != nil {
			return err
		}
		if r != nil && r.LastMessageAt.After(msg.CreatedAt) { // want `consumer Deaf.HandleLogic refuses older messages`
			return nil
		}
		return d.store.set(ctx, msg.Payload.ID, msg.Payload.Name, msg.CreatedAt)
	})
}

// Patient waits longer for what is forced, and refuses it all the same.
type Patient struct{ store *Store }

var _ bus.Consumer[Message[User]] = (*Patient)(nil)

func (p *Patient) HandleLogic(ctx context.Context, msg Message[User]) error {
	patience := 30 * time.Second
	if msg.IsForceSync {
		patience = 5 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := p.store.find(ctx, msg.Payload.ID)
	if err != nil {
		return err
	}
	if msg.CreatedAt.Before(r.LastMessageAt) { // want `consumer Patient.HandleLogic refuses older messages`
		return nil
	}
	return p.store.set(ctx, msg.Payload.ID, msg.Payload.Name, msg.CreatedAt)
}

// Generated leaves the flag out of what the store is given.
type Generated struct{ store *Store }

var _ bus.Consumer[msgs.UserChanged] = (*Generated)(nil)

func (g *Generated) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	return g.store.Upsert(ctx, UpsertParams{ID: msg.ID, Name: msg.Name, At: msg.CreatedUtcDate}) // want `consumer Generated.HandleLogic refuses older messages of type msgs.UserChanged`
}

type counter struct{}

func (counter) WithLabelValues(...string) counter { return counter{} }
func (counter) Inc()                              {}

// Metrics has numbers that others read.
type Metrics struct{ forced counter }

// Counting counts what is forced.
type Counting struct {
	store   *Store
	metrics Metrics
	told    *nats.Conn
}

var _ bus.Consumer[msgs.UserChanged] = (*Counting)(nil)

func (c *Counting) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	c.metrics.count(strconv.FormatBool(msg.IsForceSync))
	r, err := c.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !msg.CreatedUtcDate.After(r.LastMessageAt) { // want `consumer Counting.HandleLogic refuses older messages`
		return nil
	}
	return c.store.set(ctx, msg.ID, msg.Name, msg.CreatedUtcDate)
}

func (m Metrics) count(forced string) { m.forced.WithLabelValues(forced).Inc() }

// Near misses.

// Heeding is as it should be.
type Heeding struct{ store *Store }

var _ bus.Consumer[Message[User]] = (*Heeding)(nil)

func (h *Heeding) HandleLogic(ctx context.Context, msg Message[User]) error {
	return h.store.inTx(ctx, func(ctx context.Context) error {
		r, err := h.store.find(ctx, msg.Payload.ID)
		if err != nil {
			return err
		}
		if r == nil || msg.IsForceSync || !r.LastMessageAt.After(msg.CreatedAt) {
			return h.store.set(ctx, msg.Payload.ID, msg.Payload.Name, msg.CreatedAt)
		}
		return nil
	})
}

// Parameters carries the flag to the statement.
type Parameters struct{ store *Store }

var _ bus.Consumer[msgs.UserChanged] = (*Parameters)(nil)

func (p *Parameters) HandleLogic(ctx context.Context, msg msgs.UserChanged) error {
	return p.store.Forcible(ctx, ForcibleParams{ID: msg.ID, Name: msg.Name, At: msg.CreatedUtcDate, Anyway: msg.IsForceSync})
}

// A Proto message is generated.
type Proto struct {
	ID, Name  string
	ForceSync *bool
	CreatedAt time.Time
}

func (p *Proto) GetForceSync() bool {
	if p != nil && p.ForceSync != nil {
		return *p.ForceSync
	}
	return false
}

type protos struct{ store *Store }

func (p *protos) getter(ctx context.Context, m *nats.Msg) error {
	var msg Proto
	if err := json.Unmarshal(m.Data, &msg); err != nil {
		return err
	}
	r, err := p.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !msg.GetForceSync() && !msg.CreatedAt.After(r.LastMessageAt) {
		return nil
	}
	return p.store.set(ctx, msg.ID, msg.Name, msg.CreatedAt)
}

func (p *protos) pointer(ctx context.Context, m *nats.Msg) error {
	var msg Proto
	if err := json.Unmarshal(m.Data, &msg); err != nil {
		return err
	}
	r, err := p.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if (msg.ForceSync == nil || !*msg.ForceSync) && !msg.CreatedAt.After(r.LastMessageAt) {
		return nil
	}
	return p.store.set(ctx, msg.ID, msg.Name, msg.CreatedAt)
}

func (p *protos) deaf(ctx context.Context, m *nats.Msg) error {
	var msg Proto
	if err := json.Unmarshal(m.Data, &msg); err != nil {
		return err
	}
	r, err := p.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !msg.CreatedAt.After(r.LastMessageAt) { // want `consumer protos.deaf refuses older messages of type shapes.Proto for customers, those marked ForceSync too`
		return nil
	}
	return p.store.set(ctx, msg.ID, msg.Name, msg.CreatedAt)
}

// headers of the message have the flag, beside the field that is no longer used.
func (p *protos) headers(ctx context.Context, m *nats.Msg) error {
	var msg Proto
	if err := json.Unmarshal(m.Data, &msg); err != nil {
		return err
	}
	forced := false
	for key, values := range m.Header {
		if key == "Force-Sync" {
			forced = len(values) > 0
		}
	}
	r, err := p.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !forced && !msg.CreatedAt.After(r.LastMessageAt) {
		return nil
	}
	return p.store.set(ctx, msg.ID, msg.Name, msg.CreatedAt)
}

// splits has a method for each.
func (p *protos) splits(ctx context.Context, m *nats.Msg) error {
	var msg Proto
	if err := json.Unmarshal(m.Data, &msg); err != nil {
		return err
	}
	if msg.GetForceSync() {
		return p.anyway(ctx, &msg)
	}
	return p.ifNewer(ctx, &msg)
}

func (p *protos) anyway(ctx context.Context, msg *Proto) error {
	return p.store.set(ctx, msg.ID, msg.Name, msg.CreatedAt)
}

func (p *protos) ifNewer(ctx context.Context, msg *Proto) error {
	r, err := p.store.find(ctx, msg.ID)
	if err != nil {
		return err
	}
	if !msg.CreatedAt.After(r.LastMessageAt) {
		return nil
	}
	return p.store.set(ctx, msg.ID, msg.Name, msg.CreatedAt)
}
