// Package manners has the manners in which transactions are begun and ended.
package manners

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"example.com/fixtures/remote"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"go.mongodb.org/mongo-driver/mongo"
	"gorm.io/gorm"
)

type svc struct {
	db   *sql.DB
	pool *pgxpool.Pool
	g    *gorm.DB
	tx   *sql.Tx
	cl   *mongo.Client
	inTx func(context.Context, TxFunc) error
}

type TxFunc func(*sql.Tx) error

func start(ctx context.Context, db *sql.DB) (*sql.Tx, func(*error), error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	return tx, func(err *error) {
		if *err != nil {
			_ = tx.Rollback()
			return
		}
		*err = tx.Commit()
	}, nil
}

func (s *svc) withDone(ctx context.Context) (err error) {
	tx, done, err := start(ctx, s.db)
	if err != nil {
		return err
	}
	defer done(&err)
	if _, err = tx.Exec("UPDATE x SET a = 1"); err != nil {
		return err
	}
	return remote.Call(ctx, "x") // want "leaves"
}

func (s *svc) doneThenCall(ctx context.Context) (err error) {
	tx, done, err := start(ctx, s.db)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE x SET a = 1")
	done(&err)
	if err != nil {
		return err
	}
	return remote.Call(ctx, "x")
}

func finish(tx *sql.Tx, err *error) {
	if *err != nil {
		_ = tx.Rollback()
		return
	}
	*err = tx.Commit()
}

func (s *svc) finishDeferred(ctx context.Context) (err error) {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer finish(tx, &err)
	return remote.Call(ctx, "x") // want "leaves"
}

func (s *svc) finishNow(ctx context.Context) (err error) {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE x SET a = 1")
	finish(tx, &err)
	if err != nil {
		return err
	}
	return remote.Call(ctx, "x")
}

func (s *svc) ownField(ctx context.Context) (err error) {
	if s.tx, err = s.db.Begin(); err != nil {
		return err
	}
	defer s.tx.Rollback()
	if err := s.tell(ctx); err != nil { // want "leaves"
		return err
	}
	return s.tx.Commit()
}

func (s *svc) tell(ctx context.Context) error { return remote.Call(ctx, "x") }

func (s *svc) localRunner(ctx context.Context) error {
	exec := func(fn func() error) error {
		tx, err := s.db.Begin()
		if err != nil {
			return err
		}
		if err := fn(); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	}
	return exec(func() error {
		return remote.Call(ctx, "x") // want "leaves"
	})
}

func (s *svc) group(ctx context.Context) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var wg sync.WaitGroup
		wg.Go(func() {
			_ = remote.Call(ctx, "x") // want "leaves"
		})
		wg.Wait()
		_, err := tx.Exec(ctx, "UPDATE x SET a = 1")
		return err
	})
}

func (s *svc) later(ctx context.Context) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		time.AfterFunc(time.Second, func() { _ = remote.Call(ctx, "x") })
		context.AfterFunc(ctx, func() { _ = remote.Call(ctx, "x") })
		_, err := tx.Exec(ctx, "UPDATE x SET a = 1")
		return err
	})
}

func retry(n int, f func() error) (err error) {
	for range n {
		if err = f(); err == nil {
			return nil
		}
	}
	return err
}

func (s *svc) retried(ctx context.Context) error {
	return retry(3, func() error {
		return s.inTx(ctx, func(tx *sql.Tx) error {
			return remote.Call(ctx, "x") // want "leaves"
		})
	})
}

func newSvc(db *sql.DB) *svc {
	return &svc{db: db, inTx: func(ctx context.Context, f TxFunc) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := f(tx); err != nil {
			return err
		}
		return tx.Commit()
	}}
}

func (s *svc) session(ctx context.Context) error {
	return s.cl.UseSession(ctx, func(sc mongo.SessionContext) error {
		if err := sc.StartTransaction(); err != nil {
			return err
		}
		if err := remote.Call(sc, "x"); err != nil { // want "leaves"
			return err
		}
		return sc.CommitTransaction(sc)
	})
}

func (s *svc) committedFirst(ctx context.Context) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	return errors.Join(tx.Commit(), remote.Call(ctx, "x"))
}

type Action interface {
	Run(ctx context.Context) error
}

type Engine struct{ g *gorm.DB }

func (e *Engine) Exec(ctx context.Context, actions ...Action) error {
	return e.g.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, a := range actions {
			if err := a.Run(ctx); err != nil { // want "leaves"
				return err
			}
		}
		return nil
	})
}

type call struct{}

func (call) Run(ctx context.Context) error { return remote.Call(ctx, "x") }

func (s *svc) acts(ctx context.Context) error {
	return (&Engine{s.g}).Exec(ctx, call{})
}

// Embedded.
type wrapped struct {
	*sql.Tx
	after []func(context.Context)
}

func (w *wrapped) Commit() error {
	if err := w.Tx.Commit(); err != nil {
		return err
	}
	for _, f := range w.after {
		f(context.Background())
	}
	return nil
}

func (s *svc) embedding(ctx context.Context) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	w := &wrapped{Tx: tx}
	defer w.Rollback()
	w.after = append(w.after, func(ctx context.Context) { _ = remote.Call(ctx, "x") })
	if err := remote.Call(ctx, "x"); err != nil { // want "leaves"
		return err
	}
	return w.Commit()
}

type outcome struct{ send bool }

// decided collects and sends after.
func (s *svc) decided(ctx context.Context) error {
	var out outcome
	if err := s.g.Transaction(func(tx *gorm.DB) error {
		out.send = true
		return tx.Exec("UPDATE x").Error
	}); err != nil {
		return err
	}
	if out.send {
		return remote.Call(ctx, "x")
	}
	return nil
}

// batch opens one for each.
func (s *svc) batch(ctx context.Context, ids []string) error {
	for _, id := range ids {
		tx, err := s.db.Begin()
		if err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE x SET a = $1", id); err != nil {
			_ = tx.Rollback()
			continue
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		if err := remote.Call(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// leak forgets to roll back.
func (s *svc) leak(ctx context.Context) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE x"); err != nil {
		return remote.Call(ctx, "alert") // want "leaves"
	}
	return tx.Commit()
}
