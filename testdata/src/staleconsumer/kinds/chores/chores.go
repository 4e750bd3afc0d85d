// Package chores keeps a board of tasks by several consumers: one tells who is to do a
// task, another that it is done.
package chores

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

type chore struct {
	ID       string
	Title    string
	Assignee string
}

type board struct{ db *sql.DB }

func (b *board) added(ctx context.Context, m *nats.Msg) error {
	var e chore
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, `INSERT INTO tasks (id, title, assignee) VALUES ($1, $2, $3)`, e.ID, e.Title, e.Assignee)
	return err
}

func (b *board) done(ctx context.Context, m *nats.Msg) error {
	var e chore
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := b.db.ExecContext(ctx, `UPDATE tasks SET status = 'done' WHERE id = $1`, e.ID) // want `consumer board.done overwrites tasks`
	return err
}
