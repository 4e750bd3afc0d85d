// Package typed gives handlers of types of their own what it decodes, and tables rows of
// theirs.
package typed

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	sq "github.com/Masterminds/squirrel"
	"github.com/nats-io/nats.go"
)

// Meta is what stands beside a message.
type Meta struct {
	Key     string
	Version int64
}

// Raw handles what is not decoded yet.
type Raw func(ctx context.Context, m Meta, body []byte) error

// A Layer stands in front of a handler.
type Layer func(Raw) Raw

// A Taker takes messages of one type.
type Taker[T any] interface {
	Take(ctx context.Context, m Meta, msg T) error
}

// A TakerFunc is a function as a Taker.
type TakerFunc[T any] func(ctx context.Context, m Meta, msg T) error

func (f TakerFunc[T]) Take(ctx context.Context, m Meta, msg T) error { return f(ctx, m, msg) }

// Decoded decodes for a taker.
func Decoded[T any](t Taker[T]) Raw {
	return func(ctx context.Context, m Meta, body []byte) error {
		var msg T
		if err := json.Unmarshal(body, &msg); err != nil {
			return err
		}
		return t.Take(ctx, m, msg)
	}
}

func layered(h Raw, layers ...Layer) Raw {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}

// A Router has messages handled by their subjects.
type Router struct{ routes map[string]Raw }

// On adds a handler.
func (r *Router) On(subject string, h Raw, layers ...Layer) {
	r.routes[subject] = layered(h, layers...)
}

// Deliver handles one message.
func (r *Router) Deliver(m *nats.Msg) {
	if h, ok := r.routes[m.Subject]; ok {
		_ = h(context.Background(), Meta{Key: m.Header.Get("key")}, m.Data)
	}
}

// DB runs statements.
type DB struct{ raw *sql.DB }

// Exec says how many rows a statement has changed.
func (d *DB) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	res, err := d.raw.ExecContext(ctx, q, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Build runs a statement that is built.
func (d *DB) Build(ctx context.Context, s sq.Sqlizer) error {
	q, args, err := s.ToSql()
	if err != nil {
		return err
	}
	_, err = d.Exec(ctx, q, args...)
	return err
}

// InOrder lets no message pass that is older than one before.
func InOrder(db *DB, consumer string) Layer {
	return func(next Raw) Raw {
		return func(ctx context.Context, m Meta, body []byte) error {
			n, err := db.Exec(ctx, `INSERT INTO positions (consumer, entity, version) VALUES ($1, $2, $3)
				ON CONFLICT (consumer, entity) DO UPDATE SET version = EXCLUDED.version
				WHERE positions.version < EXCLUDED.version`, consumer, m.Key, m.Version)
			if err != nil || n == 0 {
				return err
			}
			return next(ctx, m, body)
		}
	}
}

// Once lets no message pass twice, which says nothing of their order.
func Once(db *DB) Layer {
	return func(next Raw) Raw {
		return func(ctx context.Context, m Meta, body []byte) error {
			n, err := db.Exec(ctx, `INSERT INTO seen (key) VALUES ($1) ON CONFLICT DO NOTHING`, m.Key)
			if err != nil || n == 0 {
				return err
			}
			return next(ctx, m, body)
		}
	}
}

// A Row tells its columns itself.
type Row interface {
	Columns() []string
	Values() []any
}

// A Table keeps rows of a type.
type Table[R Row] struct {
	db               *DB
	name, key, clock string
}

// NewTable names a table.
func NewTable[R Row](db *DB, name, key, clock string) *Table[R] {
	return &Table[R]{db: db, name: name, key: key, clock: clock}
}

func (t *Table[R]) insert(r R) sq.InsertBuilder {
	return sq.Insert(t.name).Columns(r.Columns()...).Values(r.Values()...)
}

func (t *Table[R]) assignments(r R) string {
	set := make([]string, 0, len(r.Columns()))
	for _, c := range r.Columns() {
		if c != t.key {
			set = append(set, c+" = EXCLUDED."+c)
		}
	}
	return strings.Join(set, ", ")
}

// newest has each column keep its value where the row is newer, as some column tells.
func (t *Table[R]) newest(r R) string {
	var set []string
	for _, c := range r.Columns() {
		set = append(set, c+" = CASE WHEN "+t.name+"."+t.clock+" < EXCLUDED."+t.clock+" THEN EXCLUDED."+c+" ELSE "+t.name+"."+c+" END")
	}
	return strings.Join(set, ", ")
}

// Put overwrites.
func (t *Table[R]) Put(ctx context.Context, r R) error {
	return t.db.Build(ctx, t.insert(r).Suffix("ON CONFLICT ("+t.key+") DO UPDATE SET "+t.assignments(r)))
}

// PutNewer overwrites what is older.
func (t *Table[R]) PutNewer(ctx context.Context, r R) error {
	return t.db.Build(ctx, t.insert(r).Suffix("ON CONFLICT ("+t.key+") DO UPDATE SET "+t.assignments(r)+
		" WHERE "+t.name+"."+t.clock+" < EXCLUDED."+t.clock))
}

// PutNewest does so column by column.
func (t *Table[R]) PutNewest(ctx context.Context, r R) error {
	return t.db.Build(ctx, t.insert(r).Suffix("ON CONFLICT ("+t.key+") DO UPDATE SET "+t.newest(r)))
}

// Add adds.
func (t *Table[R]) Add(ctx context.Context, r R) error {
	return t.db.Build(ctx, t.insert(r).Suffix("ON CONFLICT ("+t.key+") DO NOTHING"))
}

// An Event has a time.
type Event struct {
	ID, Name  string
	UpdatedAt time.Time
}
