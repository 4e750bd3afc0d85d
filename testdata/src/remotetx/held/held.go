// Package held has transactions in structs, and other shapes of theirs.
package held

import (
	"context"
	"database/sql"
	"net/http"
	"net/smtp"
	"sync"

	"example.com/fixtures/remote"
	"github.com/cenkalti/backoff/v4"
	"github.com/jmoiron/sqlx"
	"golang.org/x/sync/errgroup"
	"gorm.io/gorm"
)

type svc struct {
	db    *sql.DB
	x     *sqlx.DB
	g     *gorm.DB
	http  *http.Client
	steps []step
	once  sync.Once
}

type step struct {
	name string
	run  func(ctx context.Context, tx *sql.Tx) error
}

func InTx[T any](ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) (T, error)) (T, error) {
	var zero T
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return zero, err
	}
	v, err := fn(tx)
	if err != nil {
		_ = tx.Rollback()
		return zero, err
	}
	return v, tx.Commit()
}

func (s *svc) generic(ctx context.Context) (string, error) {
	return InTx(ctx, s.db, func(tx *sql.Tx) (string, error) {
		return "", remote.Call(ctx, "x") // want "leaves"
	})
}

func newSvc(db *sql.DB) *svc {
	s := &svc{db: db}
	s.steps = []step{{"reserve", s.reserve}, {"charge", s.charge}}
	return s
}

func (s *svc) reserve(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE stock SET n = n - 1")
	return err
}

func (s *svc) charge(ctx context.Context, tx *sql.Tx) error {
	return remote.Call(ctx, "charge") // want "leaves"
}

func (s *svc) runSteps(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, st := range s.steps {
		if err := st.run(ctx, tx); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (s *svc) mustBegin(ctx context.Context) (err error) {
	tx := s.x.MustBegin()
	defer func() {
		if p := recover(); p != nil {
			_ = tx.Rollback()
			panic(p)
		} else if err != nil {
			_ = tx.Rollback()
		} else {
			err = tx.Commit()
		}
	}()
	tx.MustExec("UPDATE x SET a = 1")
	_, err = s.http.Get("http://x") // want "leaves"
	return err
}

func (s *svc) methodValue(ctx context.Context) error { return s.g.Transaction(s.inGorm) } // want `leaves`

func (s *svc) inGorm(tx *gorm.DB) error {
	if err := tx.Exec("UPDATE x SET a = 1").Error; err != nil {
		return err
	}
	return remote.Call(tx.Statement.Context, "gorm")
}

func (s *svc) group(ctx context.Context) error {
	return s.g.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() error { return remote.Call(ctx, "a") }) // want "leaves"
		return g.Wait()
	})
}

func (s *svc) retried(ctx context.Context) error {
	return s.g.Transaction(func(tx *gorm.DB) error {
		return backoff.Retry(func() error {
			return remote.Call(ctx, "a") // want "leaves"
		}, backoff.NewExponentialBackOff())
	})
}

func (s *svc) mails(ctx context.Context) error {
	tx, err := s.x.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := smtp.SendMail("h:25", nil, "a", []string{"b"}, nil); err != nil { // want "leaves"
		return err
	}
	return tx.Commit()
}

type unit struct {
	tx   *sql.Tx
	post func(context.Context) error
}

func begin(ctx context.Context, db *sql.DB) (*unit, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &unit{tx: tx}, nil
}

func (u *unit) Done(ctx context.Context) error {
	if err := remote.Call(ctx, "before"); err != nil { // want "leaves"
		return err
	}
	if err := u.tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func (s *svc) unitOf(ctx context.Context) error {
	u, err := begin(ctx, s.db)
	if err != nil {
		return err
	}
	defer u.tx.Rollback()
	if err := remote.Call(ctx, "inside"); err != nil { // want "leaves"
		return err
	}
	return u.Done(ctx)
}

func (s *svc) chosen(ctx context.Context, mode string) error {
	run := map[string]func(context.Context, *sql.Tx) error{"a": s.reserve, "b": s.charge2}[mode]
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := run(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *svc) charge2(ctx context.Context, tx *sql.Tx) error {
	return remote.Call(ctx, "charge") // want "leaves"
}

// late is collected and run after.
func (s *svc) late(ctx context.Context) error {
	var after []func() error
	_, err := InTx(ctx, s.db, func(tx *sql.Tx) (int, error) {
		after = append(after, func() error { return remote.Call(ctx, "late") })
		return 0, nil
	})
	if err != nil {
		return err
	}
	for _, f := range after {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func (u *unit) Close(ctx context.Context) error {
	if err := u.tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func (s *svc) closes(ctx context.Context) error {
	u, err := begin(ctx, s.db)
	if err != nil {
		return err
	}
	defer u.tx.Rollback()
	if _, err := u.tx.ExecContext(ctx, "UPDATE x SET a = 1"); err != nil {
		return err
	}
	return u.Close(ctx)
}

func (s *svc) closes2(ctx context.Context) error {
	u, err := begin(ctx, s.db)
	if err != nil {
		return err
	}
	if _, err := u.tx.ExecContext(ctx, "UPDATE x SET a = 1"); err != nil {
		return err
	}
	return u.Close(ctx)
}

func (u *unit) Exec(ctx context.Context, q string) error {
	_, err := u.tx.ExecContext(ctx, q)
	return err
}

func (s *svc) closes3(ctx context.Context) error {
	u, err := begin(ctx, s.db)
	if err != nil {
		return err
	}
	if err := u.Exec(ctx, "UPDATE x SET a = 1"); err != nil {
		return err
	}
	return u.Close(ctx)
}

func (s *svc) done3(ctx context.Context) error {
	u, err := begin(ctx, s.db)
	if err != nil {
		return err
	}
	if err := u.Exec(ctx, "UPDATE x SET a = 1"); err != nil {
		return err
	}
	return u.Done(ctx)
}

// maybe: without a transaction it calls on its own.
func (u *unit) Maybe(ctx context.Context) error {
	if u.tx == nil {
		return remote.Call(ctx, "alone")
	}
	return u.tx.Commit()
}

func (u *unit) Again(ctx context.Context) error {
	if err := remote.Call(ctx, "first"); err != nil {
		return err
	}
	if err := u.begin(ctx); err != nil {
		return err
	}
	return u.tx.Commit()
}

func (u *unit) begin(ctx context.Context) error { return nil }

func (u *unit) Set(ctx context.Context, db *sql.DB) (err error) {
	if err := remote.Call(ctx, "first"); err != nil {
		return err
	}
	if u.tx, err = db.Begin(); err != nil {
		return err
	}
	return u.tx.Commit()
}
