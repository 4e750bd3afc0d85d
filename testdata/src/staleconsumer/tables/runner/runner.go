// Package runner gives messages to tables of handlers that others fill.
package runner

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/segmentio/kafka-go"
)

// An Apply handles a message's value.
type Apply func(ctx context.Context, value []byte) error

// JSON makes one of a function that takes the decoded message.
func JSON[T any](fn func(ctx context.Context, m *T) error) Apply {
	return func(ctx context.Context, value []byte) error {
		m := new(T)
		if err := json.Unmarshal(value, m); err != nil {
			return err
		}
		return fn(ctx, m)
	}
}

// A Route is a topic with its handler.
type Route struct {
	Topic  string
	Handle Apply
}

// A Pool spreads messages over workers.
type Pool struct {
	reader *kafka.Reader
	table  map[string]Apply
	lanes  []chan job
}

type job struct {
	msg kafka.Message
	fn  Apply
}

// NewPool makes a pool for a table.
func NewPool(r *kafka.Reader, table map[string]Apply) *Pool {
	return &Pool{reader: r, table: table, lanes: []chan job{make(chan job), make(chan job)}}
}

// Run receives.
func (p *Pool) Run(ctx context.Context) error {
	for _, lane := range p.lanes {
		go p.work(ctx, lane)
	}
	for {
		m, err := p.reader.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if fn, ok := p.table[m.Topic]; ok {
			p.lanes[m.Partition%2] <- job{m, fn}
		}
	}
}

func (p *Pool) work(ctx context.Context, in <-chan job) {
	for j := range in {
		_ = j.fn(ctx, j.msg.Value)
	}
}

// RunRoutes goes through routes one by one.
func RunRoutes(ctx context.Context, r *kafka.Reader, routes []Route) error {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		for _, route := range routes {
			if route.Topic == m.Topic {
				if err := route.Handle(ctx, m.Value); err != nil {
					return err
				}
			}
		}
	}
}

// A Job is run by the clock, with nothing that came in.
type Job struct {
	Name string
	Do   Apply
}

// RunJobs runs jobs.
func RunJobs(ctx context.Context, jobs []Job) {
	for _, j := range jobs {
		_ = j.Do(ctx, []byte(j.Name))
	}
}

// Ordered runs a handler for messages that are in order, while it holds the mark
// of their entity.
func Ordered[T any](db *sql.DB, mark func(*T) (string, time.Time), fn func(context.Context, *sql.Tx, *T) error) Apply {
	return func(ctx context.Context, value []byte) error {
		m := new(T)
		if err := json.Unmarshal(value, m); err != nil {
			return err
		}
		key, at := mark(m)
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		var last time.Time
		if err := tx.QueryRowContext(ctx, "SELECT at FROM marks WHERE key = $1 FOR UPDATE", key).Scan(&last); err != nil {
			return err
		}
		if !at.After(last) {
			return nil
		}
		if err := fn(ctx, tx, m); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE marks SET at = $1 WHERE key = $2", at, key); err != nil {
			return err
		}
		return tx.Commit()
	}
}

// Once runs a handler for messages that were not seen before, which says nothing
// of their order.
func Once[T any](db *sql.DB, id func(*T) string, fn func(context.Context, *T) error) Apply {
	return func(ctx context.Context, value []byte) error {
		m := new(T)
		if err := json.Unmarshal(value, m); err != nil {
			return err
		}
		var seen bool
		if err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM inbox WHERE id = $1)", id(m)).Scan(&seen); err != nil {
			return err
		}
		if seen {
			return nil
		}
		return fn(ctx, m)
	}
}
