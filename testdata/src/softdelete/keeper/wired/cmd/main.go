package main

import (
	"context"
	"database/sql"

	"example.com/fixtures/sharedmsg/infra"
	"example.com/fixtures/softdelete/keeper/wired/handlers"
	"github.com/nats-io/nats.go/jetstream"
)

type members struct{ db *sql.DB }

func (m *members) run(ctx context.Context, q string, args ...any) error {
	_, err := m.db.ExecContext(ctx, q, args...)
	return err
}

func (m *members) Put(ctx context.Context, id, name string) error {
	return m.run(ctx, `INSERT INTO members (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, id, name)
}

func (m *members) Flag(ctx context.Context, id, name string, deleted bool) error {
	return m.run(ctx, `UPDATE members SET name = $2, is_deleted = $3 WHERE id = $1`, id, name, deleted)
}

func (m *members) Forget(ctx context.Context, id string) error {
	return m.run(ctx, `DELETE FROM members WHERE id = $1`, id)
}

func main() {
	var js jetstream.JetStream
	m := &members{new(sql.DB)}
	_ = infra.Attach(context.Background(), js, handlers.NewRemoves(m), handlers.NewKeeps(m), handlers.NewDrops(m))
}
