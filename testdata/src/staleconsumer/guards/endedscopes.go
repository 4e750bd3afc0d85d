package guards

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// A lock ends with the transaction that a function is run in.

type Berth struct {
	ID, Place string
	Changed   int64
}

type berthWork struct{ db *gorm.DB }

type berthQueries struct{ db *gorm.DB }

func (w *berthWork) do(ctx context.Context, fn func(q *berthQueries) error) error {
	return w.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return fn(&berthQueries{tx}) })
}

func (w *berthWork) plain(ctx context.Context) *berthQueries {
	return &berthQueries{w.db.WithContext(ctx)}
}

func (q *berthQueries) lock(id string) (*Berth, error) {
	row := new(Berth)
	return row, q.db.Clauses(clause.Locking{Strength: "UPDATE"}).Take(row, "id = ?", id).Error
}

func (q *berthQueries) move(b *Berth) error {
	return q.db.Model(&Berth{ID: b.ID}).Updates(Berth{Place: b.Place, Changed: b.Changed}).Error
}

type berths struct{ work *berthWork }

func berthOf(m *nats.Msg) (*Berth, error) {
	b := new(Berth)
	return b, json.Unmarshal(m.Data, b)
}

// inside compares and writes while the row is locked.
func (b *berths) inside(ctx context.Context, m *nats.Msg) error {
	e, err := berthOf(m)
	if err != nil {
		return err
	}
	return b.work.do(ctx, func(q *berthQueries) error {
		cur, err := q.lock(e.ID)
		if err != nil || cur.Changed >= e.Changed {
			return err
		}
		return q.move(e)
	})
}

// after writes when the lock is gone.
func (b *berths) after(ctx context.Context, m *nats.Msg) error {
	e, err := berthOf(m)
	if err != nil {
		return err
	}
	stale := false
	err = b.work.do(ctx, func(q *berthQueries) error {
		cur, err := q.lock(e.ID)
		if err != nil {
			return err
		}
		stale = cur.Changed >= e.Changed
		return nil
	})
	if err != nil || stale {
		return err
	}
	return b.work.plain(ctx).move(e) // want `with no lock between`
}

// handed has the caller's function write inside.
func (b *berths) handed(ctx context.Context, m *nats.Msg) error {
	e, err := berthOf(m)
	if err != nil {
		return err
	}
	return b.newer(ctx, e, func(q *berthQueries) error { return q.move(e) })
}

func (b *berths) newer(ctx context.Context, e *Berth, write func(q *berthQueries) error) error {
	return b.work.do(ctx, func(q *berthQueries) error {
		cur, err := q.lock(e.ID)
		if err != nil || cur.Changed >= e.Changed {
			return err
		}
		return write(q)
	})
}

type scopes struct{ db *sql.DB }

func (s *scopes) inTx(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// apart compares in one transaction and writes in another.
func (s *scopes) apart(ctx context.Context, m *nats.Msg) error {
	e, err := berthOf(m)
	if err != nil {
		return err
	}
	var changed int64
	if err := s.inTx(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT changed FROM quays WHERE id = $1 FOR UPDATE`, e.ID).Scan(&changed)
	}); err != nil {
		return err
	}
	if e.Changed <= changed {
		return nil
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE quays SET place = $2, changed = $3 WHERE id = $1`, e.ID, e.Place, e.Changed) // want `with no lock between`
		return err
	})
}

// together does both in one.
func (s *scopes) together(ctx context.Context, m *nats.Msg) error {
	e, err := berthOf(m)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		var changed int64
		if err := tx.QueryRowContext(ctx, `SELECT changed FROM quays WHERE id = $1 FOR UPDATE`, e.ID).Scan(&changed); err != nil {
			return err
		}
		if e.Changed <= changed {
			return nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE quays SET place = $2, changed = $3 WHERE id = $1`, e.ID, e.Place, e.Changed)
		return err
	})
}
