package guards

import (
	"context"
	"database/sql"
	"errors"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// The order is kept in a row of its own, which is moved forward in the same
// transaction.
type positions struct{ db *sql.DB }

const (
	moveForward = `UPDATE positions SET pos = $2 WHERE id = $1 AND pos < $2`
	moveOrBegin = `INSERT INTO cursors (id, version) VALUES ($1, $2)
		ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version WHERE cursors.version < EXCLUDED.version`
	seenBefore = `INSERT INTO event_ids (id) VALUES ($1) ON CONFLICT DO NOTHING`
)

func overwrite(ctx context.Context, tx *sql.Tx, e *msgs.CustomerChanged) error {
	_, err := tx.ExecContext(ctx, "UPDATE lots SET name = $2 WHERE id = $1", e.ID, e.Name)
	return err
}

func (p *positions) moved(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, moveForward, e.ID, e.Version)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return overwrite(ctx, tx, e)
}

// behind goes on where the position was not moved.
func (p *positions) behind(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, moveForward, e.ID, e.Version)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return overwrite(ctx, tx, e) // want `writes lots only if the stored row is newer`
}

// dropped does not look whether it was moved.
func (p *positions) dropped(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, moveForward, e.ID, e.Version); err != nil {
		return err
	}
	return overwrite(ctx, tx, e) // want `overwrites lots`
}

func advance(ctx context.Context, tx *sql.Tx, id string, version int64) (bool, error) {
	res, err := tx.ExecContext(ctx, moveOrBegin, id, version)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func first(ctx context.Context, tx *sql.Tx, id string) (bool, error) {
	res, err := tx.ExecContext(ctx, seenBefore, id)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func (p *positions) batch(ctx context.Context, tx *sql.Tx, list []*nats.Msg) error {
	for _, m := range list {
		e, err := received(m)
		if err != nil {
			return err
		}
		ahead, err := advance(ctx, tx, e.ID, e.Version)
		if err != nil {
			return err
		}
		if !ahead {
			continue
		}
		if err := overwrite(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

func (p *positions) firstOnly(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	if ok, err := first(ctx, tx, e.ID); err != nil || !ok {
		return err
	}
	return overwrite(ctx, tx, e) // want `overwrites lots`
}

func (p *positions) returning(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	var id string
	err = tx.QueryRowContext(ctx, moveForward+" RETURNING id", e.ID, e.Version).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return overwrite(ctx, tx, e)
}

// inOrder runs a function for messages that are newer than those before.
func (p *positions) inOrder(ctx context.Context, id string, version int64, fn func(tx *sql.Tx) error) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if ok, err := advance(ctx, tx, id, version); err != nil || !ok {
		return err
	}
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// once runs a function for messages that were not there before.
func (p *positions) once(ctx context.Context, id string, fn func(tx *sql.Tx) error) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if ok, err := first(ctx, tx, id); err != nil || !ok {
		return err
	}
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (p *positions) ordered(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return p.inOrder(ctx, e.ID, e.Version, func(tx *sql.Tx) error { return overwrite(ctx, tx, e) })
}

func (p *positions) onlyOnce(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return p.once(ctx, e.ID, func(tx *sql.Tx) error { return overwrite(ctx, tx, e) }) // want `overwrites lots`
}

// The pictures of a lot are as new as the lot, which keeps the order of both.
func (p *positions) pictures(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	var version int64
	if err := tx.QueryRowContext(ctx, "SELECT version FROM lots WHERE id = $1 FOR UPDATE", e.ID).Scan(&version); err != nil {
		return err
	}
	if version >= e.Version {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "UPDATE lot_pictures SET url = $2 WHERE lot_id = $1", e.ID, e.Name); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE lots SET version = $2 WHERE id = $1", e.ID, e.Version)
	return err
}

// ofStream compares with the position of its stream, which it moves when all is done.
func (p *positions) ofStream(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	cursor, err := p.cursor(ctx, tx, "customers")
	if err != nil || e.Version <= cursor.Version {
		return err
	}
	if err := overwrite(ctx, tx, e); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE streams SET last_version = $2 WHERE name = $1", "customers", e.Version)
	return err
}

// ofStill never moves it.
func (p *positions) ofStill(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	cursor, err := p.cursor(ctx, tx, "customers")
	if err != nil || e.Version <= cursor.Version {
		return err
	}
	return overwrite(ctx, tx, e) // want `does not store it`
}

type cursor struct{ Version int64 }

func (p *positions) cursor(ctx context.Context, tx *sql.Tx, stream string) (c cursor, err error) {
	err = tx.QueryRowContext(ctx, "SELECT last_version FROM streams WHERE name = $1 FOR UPDATE", stream).Scan(&c.Version)
	return c, err
}

// reasoned keeps the order in a second statement about the row; unreasoned keeps the present
// time there.
func (p *positions) reasoned(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE lots SET name = $2 WHERE id = $1 AND event_at <= $3", e.ID, e.Name, e.CreatedAt); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE lots SET size = (SELECT count(*) FROM pieces WHERE lot = $1), event_at = GREATEST(event_at, $2) WHERE id = $1", e.ID, e.CreatedAt)
	return err
}

func (p *positions) unreasoned(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE lots SET name = $2 WHERE id = $1 AND event_at <= $3", e.ID, e.Name, e.CreatedAt); err != nil { // want `does not store it`
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE lots SET size = (SELECT count(*) FROM pieces WHERE lot = $1), event_at = now() WHERE id = $1", e.ID)
	return err
}
