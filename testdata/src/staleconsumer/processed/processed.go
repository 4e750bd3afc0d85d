// Package processed hands methods of interfaces to what decodes messages for them.
package processed

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

// Renamed is a message.
type Renamed struct {
	ID, Name string
	At       time.Time
}

// A Processor does the work.
type Processor interface {
	Process(ctx context.Context, r Renamed) error
}

// A Parser decodes.
type Parser[T any] struct{}

// Parse has a function take what was decoded.
func (p *Parser[T]) Parse(ctx context.Context, payload string, take func(context.Context, T) error) error {
	var v T
	if err := json.Unmarshal([]byte(payload), &v); err != nil {
		return err
	}
	return again(func() error { return take(ctx, v) })
}

func again(f func() error) error {
	err := f()
	for range 3 {
		if err == nil {
			return nil
		}
		err = f()
	}
	return err
}

type plain struct{ db *sql.DB }

func newPlain(db *sql.DB) Processor { return &plain{db} }

func (p *plain) Process(ctx context.Context, r Renamed) error {
	_, err := p.db.ExecContext(ctx, "UPDATE boats SET name = $1 WHERE id = $2", r.Name, r.ID) // want `overwrites boats by a message`
	return err
}

func run(conn *nats.Conn, db *sql.DB) error {
	parser, plain := &Parser[Renamed]{}, newPlain(db)
	_, err := conn.Subscribe("boats.renamed", func(m *nats.Msg) {
		_ = parser.Parse(context.Background(), string(m.Data), plain.Process)
	})
	return err
}

// Near miss: the order is respected.

// A Careful processor does the work likewise.
type Careful interface {
	Handle(ctx context.Context, r Renamed) error
}

type careful struct{ db *sql.DB }

func newCareful(db *sql.DB) Careful { return &careful{db} }

func (c *careful) Handle(ctx context.Context, r Renamed) error {
	_, err := c.db.ExecContext(ctx, "UPDATE boats SET name = $1, synced_at = $3 WHERE id = $2 AND synced_at < $3", r.Name, r.ID, r.At)
	return err
}

func runCareful(conn *nats.Conn, db *sql.DB) error {
	parser, careful := &Parser[Renamed]{}, newCareful(db)
	_, err := conn.Subscribe("boats.renamed", func(m *nats.Msg) {
		_ = parser.Parse(context.Background(), string(m.Data), careful.Handle)
	})
	return err
}
