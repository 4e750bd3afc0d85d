package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// How a transaction is isolated may be said far from where it is used.
type txOption func(*sql.TxOptions)

func serially() txOption { return func(o *sql.TxOptions) { o.Isolation = sql.LevelSerializable } }

func readOnly() txOption { return func(o *sql.TxOptions) { o.ReadOnly = true } }

type txManager struct{ db *sql.DB }

func (m *txManager) within(ctx context.Context, fn func(tx *sql.Tx) error, opts ...txOption) error {
	var o sql.TxOptions
	for _, opt := range opts {
		opt(&o)
	}
	tx, err := m.db.BeginTx(ctx, &o)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

type transactor interface {
	Alone(ctx context.Context, fn func(tx *sql.Tx) error) error
	Within(ctx context.Context, fn func(tx *sql.Tx) error) error
}

func (m *txManager) Alone(ctx context.Context, fn func(tx *sql.Tx) error) error {
	return m.within(ctx, fn, serially())
}

func (m *txManager) Within(ctx context.Context, fn func(tx *sql.Tx) error) error {
	return m.within(ctx, fn, readOnly())
}

var _ transactor = (*txManager)(nil)

type limits struct {
	tx transactor
	db *sql.DB
}

var isolated3 = &sql.TxOptions{Isolation: sql.LevelSerializable}

var committed3 = &sql.TxOptions{Isolation: sql.LevelReadCommitted}

func limit(ctx context.Context, tx *sql.Tx, id string) (version int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT version FROM limits WHERE id = $1", id).Scan(&version)
	return version, err
}

func setLimit(ctx context.Context, tx *sql.Tx, e *msgs.CustomerChanged) error {
	_, err := tx.ExecContext(ctx, "UPDATE limits SET name = $2, version = $3 WHERE id = $1", e.ID, e.Name, e.Version)
	return err
}

func received(m *nats.Msg) (*msgs.CustomerChanged, error) {
	e := new(msgs.CustomerChanged)
	return e, json.Unmarshal(m.Data, e)
}

func (l *limits) alone(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return l.tx.Alone(ctx, func(tx *sql.Tx) error {
		version, err := limit(ctx, tx, e.ID)
		if err != nil || version >= e.Version {
			return err
		}
		return setLimit(ctx, tx, e)
	})
}

func (l *limits) among(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return l.tx.Within(ctx, func(tx *sql.Tx) error {
		version, err := limit(ctx, tx, e.ID)
		if err != nil || version >= e.Version {
			return err
		}
		return setLimit(ctx, tx, e) // want `compares the order of limits and writes it in separate statements`
	})
}

func (l *limits) byVariable(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	tx, err := l.db.BeginTx(ctx, isolated3)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := limit(ctx, tx, e.ID)
	if err != nil || version >= e.Version {
		return err
	}
	if err := setLimit(ctx, tx, e); err != nil {
		return err
	}
	return tx.Commit()
}

func (l *limits) byOtherVariable(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	tx, err := l.db.BeginTx(ctx, committed3)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := limit(ctx, tx, e.ID)
	if err != nil || version >= e.Version {
		return err
	}
	if err := setLimit(ctx, tx, e); err != nil { // want `in separate statements`
		return err
	}
	return tx.Commit()
}

func (l *limits) tableLocked(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "LOCK TABLE limits IN SHARE ROW EXCLUSIVE MODE"); err != nil {
		return err
	}
	version, err := limit(ctx, tx, e.ID)
	if err != nil || version >= e.Version {
		return err
	}
	return setLimit(ctx, tx, e)
}

// A helper's comparison is of what it is given.
func overtaken(stored, came time.Time) bool { return !stored.Before(came) }

type stamped struct {
	ID, Name string
	SyncedAt time.Time
}

func (l *limits) stamp(ctx context.Context, tx *sql.Tx, id string) (*stamped, error) {
	s := &stamped{ID: id}
	return s, tx.QueryRowContext(ctx, "SELECT name, synced_at FROM limits WHERE id = $1 FOR UPDATE", id).Scan(&s.Name, &s.SyncedAt)
}

func (l *limits) saved(ctx context.Context, tx *sql.Tx, s stamped) error {
	_, err := tx.ExecContext(ctx, "UPDATE limits SET name = $2, synced_at = $3 WHERE id = $1", s.ID, s.Name, s.SyncedAt)
	return err
}

func (l *limits) helped(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	s, err := l.stamp(ctx, tx, e.ID)
	if err != nil || overtaken(s.SyncedAt, e.CreatedAt) {
		return err
	}
	return l.saved(ctx, tx, stamped{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt})
}

func (l *limits) helpedByNow(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	s, err := l.stamp(ctx, tx, e.ID)
	if err != nil || overtaken(s.SyncedAt, time.Now().UTC()) {
		return err
	}
	return l.saved(ctx, tx, stamped{ID: e.ID, Name: e.Name, SyncedAt: e.CreatedAt}) // want `compares the stored time of limits with the present time`
}

func (l *limits) storesNow(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	s, err := l.stamp(ctx, tx, e.ID)
	if err != nil || overtaken(s.SyncedAt, e.CreatedAt) {
		return err
	}
	return l.saved(ctx, tx, stamped{ID: e.ID, Name: e.Name, SyncedAt: time.Now()}) // want `compares SyncedAt of limits with the message of type msgs.CustomerChanged but stores the present time in it`
}

const issuedAt = `-- name: IssuedAt :one
SELECT issued_at FROM recalls WHERE id = $1 FOR UPDATE
`

func issued(ctx context.Context, tx *sql.Tx, id string) (time.Time, error) {
	var at time.Time
	err := tx.QueryRowContext(ctx, issuedAt, id).Scan(&at)
	return at, err
}

func (l *limits) amends(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	at, err := issued(ctx, tx, e.ID)
	if err != nil || !e.CreatedAt.After(at) {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE recalls SET title = $2 WHERE id = $1", e.ID, e.Name) // want `compares issued_at of recalls with the message of type msgs.CustomerChanged but does not store it`
	return err
}

// The column that holds a field may have another name.
func (l *limits) renamedColumn(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	s, err := l.stamp(ctx, tx, e.ID)
	if err != nil || overtaken(s.SyncedAt, e.CreatedAt) {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE limits SET name = $2, source_at = $3 WHERE id = $1", e.ID, e.Name, e.CreatedAt)
	return err
}
