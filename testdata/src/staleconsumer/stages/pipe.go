package stages

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A sink stores what a pipeline makes of messages: generic code does not know
// what it hands on, so that the sink is where it is written.
type sink[T any] interface {
	Store(ctx context.Context, batch T) error
}

type pipe[T any] struct{ sink sink[T] }

func (p *pipe[T]) run(ctx context.Context, m *nats.Msg) error {
	var batch T
	if err := json.Unmarshal(m.Data, &batch); err != nil {
		return err
	}
	return p.sink.Store(ctx, batch)
}

type nameSink struct{ db *sql.DB }

func (s *nameSink) Store(ctx context.Context, batch []msgs.NameChanged) error {
	for _, e := range batch {
		if _, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID); err != nil { // want `overwrites customers by a message`
			return err
		}
	}
	return nil
}

type newSink struct{ db *sql.DB }

func (s *newSink) Store(ctx context.Context, batch []msgs.CustomerChanged) error {
	for _, e := range batch {
		if _, err := s.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2)", e.ID, e.Name); err != nil {
			return err
		}
	}
	return nil
}

func pipes(db *sql.DB) (*pipe[[]msgs.NameChanged], *pipe[[]msgs.CustomerChanged]) {
	return &pipe[[]msgs.NameChanged]{sink: &nameSink{db}}, &pipe[[]msgs.CustomerChanged]{sink: &newSink{db}}
}
