package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/nats-io/nats.go"
)

// The state that a row is in may have been read into variables.

type machineChanged struct{ ID, Status, Label string }

type machines struct{ db *sql.DB }

func machineOf(m *nats.Msg) (machineChanged, error) {
	var e machineChanged
	return e, json.Unmarshal(m.Data, &e)
}

// retired goes on from one state only.
func (s *machines) retired(ctx context.Context, m *nats.Msg) error {
	e, err := machineOf(m)
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var cost, status string
	var parts int
	err = tx.QueryRowContext(ctx, "SELECT cost::text, COALESCE(parts, 0), status FROM machines WHERE id = $1 FOR UPDATE", e.ID).Scan(&cost, &parts, &status)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if status != "active" {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO machine_log (machine, cost) VALUES ($1, $2)", e.ID, cost); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE machines SET status = 'retired' WHERE id = $1", e.ID); err != nil {
		return err
	}
	return tx.Commit()
}

// statusOf tells the state alone.
func (s *machines) statusOf(ctx context.Context, id string) (string, error) {
	var status string
	err := s.db.QueryRowContext(ctx, "SELECT status FROM machines WHERE id = $1", id).Scan(&status)
	return status, err
}

// changed leaves a row alone that is retired for good.
func (s *machines) changed(ctx context.Context, m *nats.Msg) error {
	e, err := machineOf(m)
	if err != nil {
		return err
	}
	status, err := s.statusOf(ctx, e.ID)
	if err != nil {
		return err
	}
	if status == "retired" {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE machines SET status = $2 WHERE id = $1", e.ID, e.Status)
	return err
}

// stopped asks whether there is something to do.
func (s *machines) stopped(ctx context.Context, m *nats.Msg) error {
	e, err := machineOf(m)
	if err != nil {
		return err
	}
	status, err := s.statusOf(ctx, e.ID)
	if err != nil {
		return err
	}
	if status == "stopped" {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE machines SET status = 'stopped', label = $2 WHERE id = $1", e.ID, e.Label) // want `consumer machines.stopped overwrites machines`
	return err
}

// labelled asks for a state that stays as it is.
func (s *machines) labelled(ctx context.Context, m *nats.Msg) error {
	e, err := machineOf(m)
	if err != nil {
		return err
	}
	status, err := s.statusOf(ctx, e.ID)
	if err != nil {
		return err
	}
	if status != "active" {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE machines SET label = $2 WHERE id = $1", e.ID, e.Label) // want `consumer machines.labelled overwrites machines`
	return err
}

// housed asks for the state of another row.
func (s *machines) housed(ctx context.Context, m *nats.Msg) error {
	e, err := machineOf(m)
	if err != nil {
		return err
	}
	var status string
	if err := s.db.QueryRowContext(ctx, "SELECT status FROM halls WHERE machine = $1", e.ID).Scan(&status); err != nil {
		return err
	}
	if status != "open" {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE machines SET status = $2 WHERE id = $1", e.ID, e.Status) // want `consumer machines.housed overwrites machines`
	return err
}

// sorted asks which sort of machine it is.
func (s *machines) sorted(ctx context.Context, m *nats.Msg) error {
	e, err := machineOf(m)
	if err != nil {
		return err
	}
	var size int
	var status, kind string
	if err := s.db.QueryRowContext(ctx, "SELECT greatest(width, height), status, kind FROM machines WHERE id = $1", e.ID).Scan(&size, &status, &kind); err != nil {
		return err
	}
	if kind != "press" {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE machines SET status = $2 WHERE id = $1", e.ID, e.Status) // want `consumer machines.sorted overwrites machines`
	return err
}
