package idioms

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

func decode(m *nats.Msg) (*msgs.CustomerChanged, error) {
	e := new(msgs.CustomerChanged)
	return e, json.Unmarshal(m.Data, e)
}

// A revision is a value object that knows which of two is newer.
type revision struct{ n int64 }

func (r revision) IsNewerThan(o revision) bool { return r.n > o.n }
func (r revision) Compare(o revision) int      { return cmp.Compare(r.n, o.n) }
func (r revision) Supersedes(o *revision) bool { return o == nil || r.Compare(*o) > 0 }

// A stamp orders by time, then by number.
type stamp struct {
	at  time.Time
	seq int64
}

func (s stamp) Less(o stamp) bool {
	if s.at.Equal(o.at) {
		return s.seq < o.seq
	}
	return s.at.Before(o.at)
}

type account struct {
	ID, Name string
	Rev      revision
	Stamp    stamp
	Version  int64
	SyncedAt time.Time
}

var errStale = errors.New("stale")

func (a *account) Apply(e *msgs.CustomerChanged) error {
	if e.Version <= a.Version {
		return errStale
	}
	a.Name, a.Version = e.Name, e.Version
	return nil
}

func (a *account) TryApply(e *msgs.CustomerChanged) bool {
	if !e.CreatedAt.After(a.SyncedAt) {
		return false
	}
	a.Name, a.SyncedAt = e.Name, e.CreatedAt
	return true
}

// Merge keeps what is newer, and says so by nothing.
func (a *account) Merge(e *msgs.CustomerChanged) {
	if e.Version <= a.Version {
		return
	}
	a.Name, a.Version = e.Name, e.Version
}

// Merged is the newer of both.
func (a account) Merged(e *msgs.CustomerChanged) account {
	if e.Version > a.Version {
		a.Name, a.Version = e.Name, e.Version
	}
	return a
}

func newer(a, b account) account {
	if a.Version >= b.Version {
		return a
	}
	return b
}

type accounts struct{ db *sql.DB }

func (r *accounts) lock(ctx context.Context, tx *sql.Tx, id string) (*account, error) {
	var a account
	err := tx.QueryRowContext(ctx, `SELECT id, name, version, synced_at, seq FROM accounts WHERE id = $1 FOR UPDATE`, id).Scan(&a.ID, &a.Name, &a.Version, &a.SyncedAt, &a.Stamp.seq)
	if err != nil {
		return nil, err
	}
	a.Rev, a.Stamp.at = revision{a.Version}, a.SyncedAt
	return &a, nil
}

func (r *accounts) save(ctx context.Context, tx *sql.Tx, a *account) error {
	_, err := tx.ExecContext(ctx, `UPDATE accounts SET name = $2, version = $3, synced_at = $4, seq = $5 WHERE id = $1`, a.ID, a.Name, a.Version, a.SyncedAt, a.Stamp.seq)
	return err
}

type sync struct {
	accounts *accounts
	db       *sql.DB
}

func (s *sync) within(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *sync) Applies(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if err := a.Apply(e); err != nil {
			return err
		}
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) Tries(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if !a.TryApply(e) {
			return nil
		}
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) Merges(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		a.Merge(e)
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) MergesValue(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		merged := a.Merged(e)
		return s.accounts.save(ctx, tx, &merged)
	})
}

func (s *sync) Picks(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		won := newer(account{ID: e.ID, Name: e.Name, Version: e.Version}, *a)
		return s.accounts.save(ctx, tx, &won)
	})
}

func (s *sync) ByRevision(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if rev := (revision{e.Version}); !rev.IsNewerThan(a.Rev) {
			return nil
		}
		a.Name, a.Version = e.Name, e.Version
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) BySuperseding(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if rev := (revision{e.Version}); rev.Supersedes(&a.Rev) {
			a.Name, a.Version = e.Name, e.Version
			return s.accounts.save(ctx, tx, a)
		}
		return nil
	})
}

func (s *sync) ByCompare(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		switch cmp.Compare(e.Version, a.Version) {
		case -1, 0:
			return nil
		}
		a.Name, a.Version = e.Name, e.Version
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) ByCompareResult(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		order := e.CreatedAt.Compare(a.SyncedAt)
		if order <= 0 {
			return nil
		}
		a.Name, a.SyncedAt = e.Name, e.CreatedAt
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) ByStamp(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if !a.Stamp.Less(stamp{e.CreatedAt, e.Version}) {
			return nil
		}
		a.Name, a.SyncedAt, a.Stamp.seq = e.Name, e.CreatedAt, e.Version
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) BySwitch(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		switch {
		case e.Version == a.Version:
			return nil
		case e.Version < a.Version:
			return fmt.Errorf("%s: %w", a.ID, errStale)
		}
		a.Name, a.Version = e.Name, e.Version
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) ByGap(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if want := a.Version + 1; e.Version != want {
			return fmt.Errorf("expected %d, got %d", want, e.Version)
		}
		a.Name, a.Version = e.Name, e.Version
		return s.accounts.save(ctx, tx, a)
	})
}

func (s *sync) ByUnix(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if e.CreatedAt.UnixNano()-a.SyncedAt.UnixNano() <= 0 {
			return nil
		}
		a.Name, a.SyncedAt = e.Name, e.CreatedAt
		return s.accounts.save(ctx, tx, a)
	})
}

// The other sides.

// Take takes whatever comes, and keeps the greater version.
func (a *account) Take(e *msgs.CustomerChanged) {
	a.Name = e.Name
	if e.Version > a.Version {
		a.Version = e.Version
	}
}

// Older keeps what is older.
func (a *account) Older(e *msgs.CustomerChanged) {
	if e.Version < a.Version {
		a.Name, a.Version = e.Name, e.Version
	}
}

func (s *sync) Takes(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		a.Take(e)
		return s.accounts.save(ctx, tx, a) // want `overwrites accounts`
	})
}

func (s *sync) Olders(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		a.Older(e)
		return s.accounts.save(ctx, tx, a) // want `overwrites accounts`
	})
}

// MergesAndRenames changes it once more, whatever came of it.
func (s *sync) MergesAndRenames(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		a.Merge(e)
		a.Name = e.Name
		return s.accounts.save(ctx, tx, a) // want `overwrites accounts`
	})
}

// PicksWrong keeps the older of both.
func (s *sync) PicksWrong(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		won := older(account{ID: e.ID, Name: e.Name, Version: e.Version}, *a)
		return s.accounts.save(ctx, tx, &won) // want `overwrites accounts`
	})
}

func older(a, b account) account {
	if a.Version < b.Version {
		return a
	}
	return b
}

// ByDifference is about amounts, which are no order.
func (s *sync) ByDifference(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if len(a.Name)-len(e.Name) > 0 {
			return nil
		}
		a.Name = e.Name
		return s.accounts.save(ctx, tx, a) // want `overwrites accounts`
	})
}

// ByCompareTurned has the older win.
func (s *sync) ByCompareTurned(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		a, err := s.accounts.lock(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if cmp.Compare(e.Version, a.Version) == 1 {
			return nil
		}
		a.Name, a.Version = e.Name, e.Version
		return s.accounts.save(ctx, tx, a) // want `the comparison is reversed`
	})
}
