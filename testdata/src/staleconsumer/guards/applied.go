package guards

import (
	"context"
	"database/sql"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// A row that a repository has locked may decide by a method of its own what goes into it.

type member struct {
	id, name, tier string
	changedAt      time.Time
	points         int64
}

// apply takes over what is newer, and says whether it did.
func (m *member) apply(name, tier string, at time.Time) bool {
	if !at.After(m.changedAt) {
		return false
	}
	m.name, m.tier, m.changedAt = name, tier, at
	return true
}

// take takes over the name in any case.
func (m *member) take(name, tier string, at time.Time) bool {
	m.name = name
	if !at.After(m.changedAt) {
		return false
	}
	m.tier, m.changedAt = tier, at
	return true
}

// applyOld takes over what is older.
func (m *member) applyOld(name, tier string, at time.Time) bool {
	if at.After(m.changedAt) {
		return false
	}
	m.name, m.tier, m.changedAt = name, tier, at
	return true
}

type members struct{ db *sql.DB }

// update has a function change the row of a member while it is locked.
func (r *members) update(ctx context.Context, id string, fn func(*member) (bool, error)) error {
	tx, err := r.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	m := &member{id: id}
	if err := tx.QueryRowContext(ctx, "SELECT name, tier, changed_at FROM members WHERE id = $1 FOR UPDATE", id).Scan(&m.name, &m.tier, &m.changedAt); err != nil {
		return err
	}
	save, err := fn(m)
	if err != nil || !save {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE members SET name = $2, tier = $3, changed_at = $4 WHERE id = $1`, m.id, m.name, m.tier, m.changedAt); err != nil {
		return err
	}
	return tx.Commit()
}

func (r *members) applied(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return r.update(ctx, e.ID, func(m *member) (bool, error) { return m.apply(e.Name, e.Email, e.CreatedAt), nil })
}

func (r *members) taken(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return r.update(ctx, e.ID, func(m *member) (bool, error) { return m.take(e.Name, e.Email, e.CreatedAt), nil }) // want `consumer members.taken overwrites members`
}

// join counts one more who has the tier; rank sets it.
func (m *member) join(n int64) { m.points += n }

func (m *member) rank(n int64) { m.points = n }

func (r *members) joined(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return r.score(ctx, e.ID, func(m *member) { m.join(e.Version) })
}

func (r *members) ranked(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return r.score(ctx, e.ID, func(m *member) { m.rank(e.Version) }) // want `consumer members.ranked overwrites members`
}

// score has a function change the points of a member while the row is locked.
func (r *members) score(ctx context.Context, id string, fn func(*member)) error {
	tx, err := r.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	m := &member{id: id}
	if err := tx.QueryRowContext(ctx, "SELECT points FROM members WHERE id = $1 FOR UPDATE", id).Scan(&m.points); err != nil {
		return err
	}
	fn(m)
	if _, err := tx.ExecContext(ctx, `UPDATE members SET points = $2 WHERE id = $1`, m.id, m.points); err != nil {
		return err
	}
	return tx.Commit()
}

func (r *members) reversed(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return r.update(ctx, e.ID, func(m *member) (bool, error) { return m.applyOld(e.Name, e.Email, e.CreatedAt), nil }) // want `the comparison is reversed`
}
