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
