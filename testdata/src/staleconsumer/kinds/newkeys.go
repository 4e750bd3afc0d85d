package kinds

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go"
)

// A run is started by a message, and is a row of its own.
type run struct{ ID, Workflow, Trigger string }

// runStore only knows how to put.
type runStore interface {
	Upsert(ctx context.Context, r run) error
}

type starter struct {
	runs  runStore
	newID func() string
}

type triggered struct{ ID, Workflow string }

func (s *starter) start(ctx context.Context, m *nats.Msg) error {
	var e triggered
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if err := s.runs.Upsert(ctx, run{ID: s.newID(), Workflow: e.Workflow, Trigger: e.ID}); err != nil {
		return err
	}
	return s.runs.Upsert(ctx, run{ID: uuid.New().String(), Workflow: e.Workflow, Trigger: e.ID})
}

func (s *starter) restart(ctx context.Context, m *nats.Msg) error {
	var e triggered
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return s.runs.Upsert(ctx, run{ID: e.ID, Workflow: e.Workflow, Trigger: uuid.NewString()}) // want `consumer starter.restart overwrites runs`
}

type runTable struct{ db *sql.DB }

// Upsert overwrites what is there.
func (t *runTable) Upsert(ctx context.Context, r run) error {
	_, err := t.db.ExecContext(ctx, "INSERT INTO runs (id, workflow, trigger) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET workflow = $2, trigger = $3", r.ID, r.Workflow, r.Trigger)
	return err
}

var _ runStore = (*runTable)(nil)

// A batch is written at once.
type batch struct{ creates, puts []any }

func newBatch() *batch { return &batch{} }

func (b *batch) Create(v any) *batch { b.creates = append(b.creates, v); return b }
func (b *batch) Put(v any) *batch    { b.puts = append(b.puts, v); return b }

type batchWriter struct{ db *sql.DB }

func (w *batchWriter) write(ctx context.Context, b *batch) error {
	for _, v := range append(b.creates, b.puts...) {
		if _, err := w.db.ExecContext(ctx, "INSERT INTO documents (id, body) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET body = $2", v.(triggered).ID, v); err != nil {
			return err
		}
	}
	return nil
}

func (w *batchWriter) created(ctx context.Context, m *nats.Msg) error {
	var e triggered
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return w.write(ctx, newBatch().Create(e).Create(triggered{ID: "last of " + e.ID}))
}

func (w *batchWriter) both(ctx context.Context, m *nats.Msg) error {
	var e triggered
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	b := newBatch().Create(e)
	b.Put(triggered{ID: "last", Workflow: e.Workflow})
	return w.write(ctx, b) // want `consumer batchWriter.both overwrites documents`
}

type upsertOptions struct{ unique bool }

type pausableStore interface {
	Upsert(ctx context.Context, r run, opts *upsertOptions) error
}

func (r *run) pause() { r.Workflow += " (paused)" }

// paused is changed before it is written.
func (s *starter) paused(ctx context.Context, runs pausableStore, m *nats.Msg) error {
	var e triggered
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	r := run{
		ID:       uuid.New().String(),
		Workflow: e.Workflow,
	}
	r.Trigger = e.ID
	if e.Workflow == "slow" {
		r.pause()
	}
	if err := runs.Upsert(ctx, r, &upsertOptions{unique: true}); err != nil {
		return err
	}
	return nil
}

type pausableTable struct{ db *sql.DB }

// Upsert overwrites what is there.
func (t *pausableTable) Upsert(ctx context.Context, r run, opts *upsertOptions) error {
	_, err := t.db.ExecContext(ctx, "INSERT INTO runs (id, workflow, trigger) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET workflow = $2, trigger = $3", r.ID, r.Workflow, r.Trigger)
	return err
}

var _ pausableStore = (*pausableTable)(nil)
