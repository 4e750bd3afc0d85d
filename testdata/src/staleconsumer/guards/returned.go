package guards

import (
	"context"
	"database/sql"
	"time"

	"github.com/nats-io/nats.go"
)

// A store reads the row, and has its caller say what is to be in its place.
type cards struct{ db *sql.DB }

type card struct {
	Code, Title string
	AsOf        time.Time
}

func (c *cards) change(ctx context.Context, code string, next func(now *card) *card) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	now := &card{Code: code}
	if err := tx.QueryRowContext(ctx, "SELECT title, as_of FROM cards WHERE code = $1 FOR UPDATE", code).Scan(&now.Title, &now.AsOf); err != nil {
		return err
	}
	then := next(now)
	if then == nil {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "UPDATE cards SET title = $2, as_of = $3 WHERE code = $1", then.Code, then.Title, then.AsOf); err != nil {
		return err
	}
	return tx.Commit()
}

func newer(now *card, at time.Time) bool { return now == nil || at.After(now.AsOf) }

func (c *cards) compared(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return c.change(ctx, e.ID, func(now *card) *card {
		if !newer(now, e.CreatedAt) {
			return nil
		}
		return &card{Code: e.ID, Title: e.Name, AsOf: e.CreatedAt}
	})
}

// leftAlone gives back what is there.
func (c *cards) leftAlone(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return c.change(ctx, e.ID, func(now *card) *card {
		if !e.CreatedAt.After(now.AsOf) {
			return now
		}
		now.Title, now.AsOf = e.Name, e.CreatedAt
		return now
	})
}

func (c *cards) replaced(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return c.change(ctx, e.ID, func(now *card) *card { // want `overwrites cards`
		return &card{Code: e.ID, Title: e.Name, AsOf: e.CreatedAt}
	})
}

// comparedSometimes does not compare what is blocked.
func (c *cards) comparedSometimes(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return c.change(ctx, e.ID, func(now *card) *card { // want `overwrites cards`
		if e.Status == "blocked" {
			return &card{Code: e.ID, Title: "", AsOf: e.CreatedAt}
		}
		if !newer(now, e.CreatedAt) {
			return nil
		}
		return &card{Code: e.ID, Title: e.Name, AsOf: e.CreatedAt}
	})
}
