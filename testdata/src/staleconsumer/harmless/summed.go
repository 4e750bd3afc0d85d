package harmless

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"
)

// A sum that the code makes of what is stored, be it under a lock or not, is the same in
// whichever order the messages come.

type payment struct {
	Account, Other string
	Cents          int64
	In             bool
}

type ledgers struct{ db *sql.DB }

func (l *ledgers) booked(ctx context.Context, m *nats.Msg) error {
	p, err := decode[payment](m)
	if err != nil {
		return err
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	var held int64
	if err = tx.QueryRowContext(ctx, "SELECT cents FROM ledgers WHERE account = $1 FOR UPDATE", p.Account).Scan(&held); err != nil {
		return err
	}
	sum := held
	if p.In {
		sum += p.Cents
	} else {
		sum -= p.Cents
		if sum < 0 {
			sum = 0
		}
	}
	if _, err = tx.ExecContext(ctx, "UPDATE ledgers SET cents = $1, updated_at = now() WHERE account = $2", sum, p.Account); err != nil {
		return err
	}
	return tx.Commit()
}

func (l *ledgers) moved(ctx context.Context, m *nats.Msg) error {
	p, err := decode[payment](m)
	if err != nil {
		return err
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	rows, err := tx.QueryContext(ctx, "SELECT account, cents FROM ledgers WHERE account IN ($1, $2) FOR UPDATE", p.Account, p.Other)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	held := map[string]int64{}
	for rows.Next() {
		var account string
		var cents int64
		if err := rows.Scan(&account, &cents); err != nil {
			return err
		}
		held[account] = cents
	}
	from, to := held[p.Account]-p.Cents, held[p.Other]+p.Cents
	if _, err := tx.ExecContext(ctx, `UPDATE ledgers SET cents = CASE WHEN account = $1 THEN $2 WHEN account = $3 THEN $4 END
		WHERE account IN ($1, $3)`, p.Account, from, p.Other, to); err != nil {
		return err
	}
	return tx.Commit()
}

// opened starts with what comes, and adds to it then.
func (l *ledgers) opened(ctx context.Context, m *nats.Msg) error {
	p, err := decode[payment](m)
	if err != nil {
		return err
	}
	var held int64
	if err := l.db.QueryRowContext(ctx, "SELECT cents FROM ledgers WHERE account = $1", p.Account).Scan(&held); err != nil && err != sql.ErrNoRows {
		return err
	}
	_, err = l.db.ExecContext(ctx, `INSERT INTO ledgers (account, cents) VALUES ($1, $2)
		ON CONFLICT (account) DO UPDATE SET cents = EXCLUDED.cents`, p.Account, held+p.Cents)
	return err
}

// The near misses: a part of it comes from the message alone, or it is no sum of that column.

func (l *ledgers) replaced(ctx context.Context, m *nats.Msg) error {
	p, err := decode[payment](m)
	if err != nil {
		return err
	}
	var held, limit int64
	if err := l.db.QueryRowContext(ctx, "SELECT cents, lowest FROM ledgers WHERE account = $1", p.Account).Scan(&held, &limit); err != nil {
		return err
	}
	sum := held + p.Cents
	if p.In {
		sum = p.Cents
	}
	if _, err := l.db.ExecContext(ctx, "UPDATE ledgers SET cents = $1 WHERE account = $2", sum, p.Account); err != nil { // want `consumer ledgers.replaced overwrites ledgers`
		return err
	}
	if _, err := l.db.ExecContext(ctx, "UPDATE ledgers SET cents = $1 WHERE account = $2", p.Cents-held, p.Account); err != nil { // want `consumer ledgers.replaced overwrites ledgers`
		return err
	}
	_, err = l.db.ExecContext(ctx, "UPDATE ledgers SET cents = $1 WHERE account = $2", limit+p.Cents, p.Account) // want `consumer ledgers.replaced overwrites ledgers`
	return err
}

func listenLedgers(nc *nats.Conn, l *ledgers) {
	for subject, handle := range map[string]func(context.Context, *nats.Msg) error{"a": l.booked, "b": l.moved, "c": l.opened, "d": l.replaced} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) { _ = handle(context.Background(), m) })
	}
}
