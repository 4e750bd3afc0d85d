// Command cmd wires what decides.
package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"

	"example.com/fixtures/forcesync/decided/consumers"
	"example.com/fixtures/forcesync/decided/rows"
)

type renamed struct{}

func (renamed) Tells(before, after *consumers.Customer) bool {
	return before == nil || before.Name != after.Name
}

type customers struct{ db *sql.DB }

func find(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}, id string) (*consumers.Customer, error) {
	c := new(consumers.Customer)
	err := db.QueryRowContext(ctx, `SELECT id, name, synced_at FROM customers WHERE id = $1 FOR UPDATE`, id).Scan(&c.ID, &c.Name, &c.SyncedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return c, err
}

const put = `INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3)
	ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at`

func (s *customers) Find(ctx context.Context, id string) (*consumers.Customer, error) {
	return find(ctx, s.db, id)
}

func (s *customers) Put(ctx context.Context, c *consumers.Customer) error {
	_, err := s.db.ExecContext(ctx, put, c.ID, c.Name, c.SyncedAt)
	return err
}

func (s *customers) Amend(ctx context.Context, id string, fn func(cur *consumers.Customer) (*consumers.Customer, error)) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	cur, err := find(ctx, tx, id)
	if err != nil {
		return err
	}
	next, err := fn(cur)
	if err != nil || next == nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, put, next.ID, next.Name, next.SyncedAt); err != nil {
		return err
	}
	return tx.Commit()
}

func main() {
	db, g := new(sql.DB), new(gorm.DB)
	c := &consumers.Consumer{Rows: rows.New[consumers.Customer](g, renamed{}), Customers: &customers{db}, Log: slog.Default()}
	if err := c.Run(context.Background(), kafka.NewReader(kafka.ReaderConfig{})); err != nil {
		panic(err)
	}
}
