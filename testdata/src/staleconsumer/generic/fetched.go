package generic

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/segmentio/kafka-go"
)

// A source receives for others, and gives them what it has decoded.
type source struct {
	r  *kafka.Reader
	nc *nats.Conn
}

func (s *source) next(ctx context.Context) (*shelved, error) {
	m, err := s.r.ReadMessage(ctx)
	if err != nil {
		return nil, err
	}
	var e shelved
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return nil, err
	}
	return &e, nil
}

// where asks who owns the book.
func (s *source) where(id string) (*shelved, error) {
	m, err := s.nc.Request("books.where", []byte(id), time.Second)
	if err != nil {
		return nil, err
	}
	var e shelved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return nil, err
	}
	return &e, nil
}

type sink struct {
	from *source
	db   *sql.DB
}

func (s *sink) run(ctx context.Context) {
	for {
		e, err := s.from.next(ctx)
		if err != nil {
			return
		}
		_, _ = s.db.ExecContext(ctx, `UPDATE books SET room = $1 WHERE id = $2`, e.Room, e.ID) // want `consumer sink.run overwrites books`
	}
}

// What is asked for is as new as the answer.
func (s *sink) ask(ctx context.Context, ids []string) {
	for _, id := range ids {
		e, err := s.from.where(id)
		if err != nil {
			return
		}
		_, _ = s.db.ExecContext(ctx, `UPDATE books SET room = $1 WHERE id = $2`, e.Room, e.ID)
	}
}

func (s *sink) asksItself(ctx context.Context, nc *nats.Conn, id string) error {
	m, err := nc.Request("books.where", []byte(id), time.Second)
	if err != nil {
		return err
	}
	var e shelved
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `UPDATE books SET room = $1 WHERE id = $2`, e.Room, e.ID)
	return err
}
