package kinds

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// A snapshot may be what an event store keeps of an aggregate, what was so on a day, or a
// picture of somebody else's entity.
type memberChanged struct {
	ID, Name, Email string
	Version         int
	State           []byte
	Day             string
	Loans           int
}

type pictures struct{ db *sql.DB }

func (p *pictures) decode(m *nats.Msg) (memberChanged, error) {
	var e memberChanged
	err := json.Unmarshal(m.Data, &e)
	return e, err
}

func (p *pictures) member(ctx context.Context, m *nats.Msg) error {
	e, err := p.decode(m)
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `INSERT INTO member_snapshots (id, name, email) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name), email = VALUES(email)`, e.ID, e.Name, e.Email) // want `consumer pictures.member overwrites member_snapshots`
	return err
}

// aggregate is kept in one piece.
func (p *pictures) aggregate(ctx context.Context, m *nats.Msg) error {
	e, err := p.decode(m)
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `INSERT INTO snapshots (aggregate_id, kind, name, state) VALUES ($1, $2, $3, $4)
		ON CONFLICT (aggregate_id) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, state = EXCLUDED.state`, e.ID, "member", e.Name, e.State)
	return err
}

// daily is kept for its day.
func (p *pictures) daily(ctx context.Context, m *nats.Msg) error {
	e, err := p.decode(m)
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `INSERT INTO loan_snapshots (member_id, day, loans, name) VALUES ($1, $2, $3, $4)
		ON CONFLICT (member_id, day) DO UPDATE SET loans = EXCLUDED.loans, name = EXCLUDED.name`, e.ID, e.Day, e.Loans, e.Name)
	return err
}

// whole is all of it in a column.
func (p *pictures) whole(ctx context.Context, m *nats.Msg) error {
	e, err := p.decode(m)
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `UPDATE member_snapshots SET body = $1 WHERE id = $2`, e.State, e.ID)
	return err
}

// A picture may have a version, and another handler changes a part of it.
func (p *pictures) loan(ctx context.Context, m *nats.Msg) error {
	e, err := p.decode(m)
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `REPLACE INTO loans_snapshot (id, name, email, loans, version) VALUES (?, ?, ?, ?, ?)`, e.ID, e.Name, e.Email, e.Loans, e.Version) // want `overwrites loans_snapshot`
	return err
}

func (p *pictures) counted(ctx context.Context, m *nats.Msg) error {
	e, err := p.decode(m)
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `UPDATE loans_snapshot SET loans = ?, version = version + 1 WHERE id = ?`, e.Loans, e.ID) // want `overwrites loans_snapshot`
	return err
}

// An aggregate's, which has a version and little else, is the service's own.
func (p *pictures) balance(ctx context.Context, m *nats.Msg) error {
	e, err := p.decode(m)
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `INSERT INTO balance_snapshots (id, loans, owner_name, version) VALUES (?, ?, ?, ?)
		ON DUPLICATE KEY UPDATE loans = VALUES(loans), owner_name = VALUES(owner_name), version = VALUES(version)`, e.ID, e.Loans, e.Name, e.Version)
	return err
}
