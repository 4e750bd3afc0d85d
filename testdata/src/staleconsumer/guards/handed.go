package guards

import (
	"context"
	"database/sql"
	"errors"

	"github.com/nats-io/nats.go"
)

var errSuperseded = errors.New("superseded")

// profiles has its callers decide whether the row is still what they have worked on.
type profiles struct{ db *sql.DB }

func (p *profiles) guard(ctx context.Context, tx *sql.Tx, id string, stillCurrent func(text string) bool, otherwise error) error {
	if stillCurrent == nil {
		return nil
	}
	var text string
	if err := tx.QueryRowContext(ctx, `SELECT text FROM profiles WHERE id = $1 FOR UPDATE`, id).Scan(&text); err != nil {
		return err
	}
	if !stillCurrent(text) {
		return otherwise
	}
	return nil
}

func (p *profiles) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (p *profiles) SetMood(ctx context.Context, id, mood string, stillCurrent func(text string) bool) error {
	return p.inTx(ctx, func(tx *sql.Tx) error {
		if err := p.guard(ctx, tx, id, stillCurrent, errSuperseded); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE profiles SET mood = $2 WHERE id = $1`, id, mood)
		return err
	})
}

// SetChecked asks about what is to be written, and nothing that is stored.
func (p *profiles) SetChecked(ctx context.Context, id, mood string, valid func(mood string) bool) error {
	if !valid(mood) {
		return errSuperseded
	}
	_, err := p.db.ExecContext(ctx, `UPDATE profiles SET mood = $2 WHERE id = $1`, id, mood)
	return err
}

// SetSeen tells what is stored, and does not ask.
func (p *profiles) SetSeen(ctx context.Context, id, mood string, seen func(text string) error) error {
	var text string
	if err := p.db.QueryRowContext(ctx, `SELECT text FROM profiles WHERE id = $1`, id).Scan(&text); err != nil {
		return err
	}
	_ = seen(text)
	_, err := p.db.ExecContext(ctx, `UPDATE profiles SET mood = $2 WHERE id = $1`, id, mood)
	return err
}

type moods struct{ profiles *profiles }

func (c *moods) Asked(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return c.profiles.SetMood(ctx, e.ID, e.Name, func(text string) bool { return text == e.Email })
}

func (c *moods) Checked(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return c.profiles.SetChecked(ctx, e.ID, e.Name, func(mood string) bool { return mood != "" }) // want `overwrites profiles`
}

func (c *moods) Seen(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	return c.profiles.SetSeen(ctx, e.ID, e.Name, func(text string) error { return nil }) // want `overwrites profiles`
}
