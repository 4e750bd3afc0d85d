// Package savedany hands rows to a repository that saves whatever it is given: what the rows
// are is known to who hands them.
package savedany

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"

	"example.com/fixtures/staleconsumer/savedany/records"
)

// A Task of a board is nobody's own work.
type Task struct {
	ID, Assignee string
	Done         bool
}

// An Errand says what has to be done, and no more.
type Errand struct {
	ID   string
	Done bool
}

// TableName calls it as services call their own work.
func (Errand) TableName() string { return "tasks" }

type event struct{ ID, Assignee string }

type board struct{ rows records.Repository }

func (b *board) assigned(_ context.Context, m *nats.Msg) error {
	var e event
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	task := &Task{}
	if err := b.rows.Get(task, map[string]any{"id": e.ID}); err != nil {
		return err
	}
	task.Assignee = e.Assignee
	return b.rows.Update(task) // want `consumer board.assigned overwrites tasks`
}

func (b *board) done(_ context.Context, m *nats.Msg) error {
	var e event
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	errand := &Errand{}
	if err := b.rows.Get(errand, map[string]any{"id": e.ID}); err != nil {
		return err
	}
	errand.Done = true
	return b.rows.Update(errand)
}

// Run subscribes.
func Run(ctx context.Context, nc *nats.Conn, db *gorm.DB) error {
	b := &board{&records.Rows{DB: db}}
	for subject, handle := range map[string]func(context.Context, *nats.Msg) error{"assigned": b.assigned, "done": b.done} {
		if _, err := nc.Subscribe(subject, func(m *nats.Msg) { _ = handle(ctx, m) }); err != nil {
			return err
		}
	}
	return nil
}
