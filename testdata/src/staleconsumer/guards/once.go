package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/nats-io/nats.go"
)

// What is written where something was just inserted that there is but once for the row is
// written by the first message about it, and by no later one.

type leadCreated struct{ ID, LeadID, Name, Stage string }

type leads struct{ db *sql.DB }

func leadOf(m *nats.Msg) (leadCreated, error) {
	var e leadCreated
	return e, json.Unmarshal(m.Data, &e)
}

// converted knows by a flag.
func (s *leads) converted(ctx context.Context, m *nats.Msg) error {
	e, err := leadOf(m)
	if err != nil {
		return err
	}
	var client string
	created := true
	err = s.db.QueryRowContext(ctx, "INSERT INTO clients (lead_id, name) VALUES ($1, $2) ON CONFLICT (lead_id) DO NOTHING RETURNING id", e.LeadID, e.Name).Scan(&client)
	if errors.Is(err, sql.ErrNoRows) {
		created = false
		err = s.db.QueryRowContext(ctx, "SELECT id FROM clients WHERE lead_id = $1", e.LeadID).Scan(&client)
	}
	if err != nil {
		return err
	}
	if created {
		_, err = s.db.ExecContext(ctx, "UPDATE leads SET stage = 'converted' WHERE id = $1", e.LeadID)
	}
	return err
}

// counted knows by the number of rows.
func (s *leads) counted(ctx context.Context, m *nats.Msg) error {
	e, err := leadOf(m)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO clients (lead_id, name) VALUES (?, ?) ON CONFLICT (lead_id) DO NOTHING", e.LeadID, e.Name)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE leads SET stage = ? WHERE id = ?", e.Stage, e.LeadID)
	return err
}

// ignored has but one column that may be there already.
func (s *leads) ignored(ctx context.Context, m *nats.Msg) error {
	e, err := leadOf(m)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, "INSERT IGNORE INTO converted (lead_id) VALUES (?)", e.LeadID)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n > 0 {
		_, err = s.db.ExecContext(ctx, "UPDATE leads SET stage = ? WHERE id = ?", e.Stage, e.LeadID)
	}
	return err
}

// again is about the messages that come later.
func (s *leads) again(ctx context.Context, m *nats.Msg) error {
	e, err := leadOf(m)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO clients (lead_id, name) VALUES (?, ?) ON CONFLICT (lead_id) DO NOTHING", e.LeadID, e.Name)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		_, err = s.db.ExecContext(ctx, "UPDATE leads SET stage = ? WHERE id = ?", e.Stage, e.LeadID) // want `consumer leads.again overwrites leads`
	}
	return err
}

// received tells messages apart, and not their order.
func (s *leads) received(ctx context.Context, m *nats.Msg) error {
	e, err := leadOf(m)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO received (id) VALUES (?) ON CONFLICT (id) DO NOTHING", e.ID)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE leads SET stage = ? WHERE id = ?", e.Stage, e.LeadID) // want `consumer leads.received overwrites leads`
	return err
}

// several may be inserted for one row.
func (s *leads) several(ctx context.Context, m *nats.Msg) error {
	e, err := leadOf(m)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO contacts (lead_id, name) VALUES ($1, $2) ON CONFLICT (lead_id, name) DO NOTHING", e.LeadID, e.Name)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE leads SET stage = $2 WHERE id = $1", e.LeadID, e.Stage) // want `consumer leads.several overwrites leads`
	return err
}

// either way goes on, whether there was something to insert or not.
func (s *leads) either(ctx context.Context, m *nats.Msg) error {
	e, err := leadOf(m)
	if err != nil {
		return err
	}
	created := true
	var client string
	err = s.db.QueryRowContext(ctx, "INSERT INTO clients (lead_id, name) VALUES ($1, $2) ON CONFLICT (lead_id) DO NOTHING RETURNING id", e.LeadID, e.Name).Scan(&client)
	if errors.Is(err, sql.ErrNoRows) {
		created = e.Name != ""
	} else if err != nil {
		return err
	}
	if created {
		_, err = s.db.ExecContext(ctx, "UPDATE leads SET stage = $2 WHERE id = $1", e.LeadID, e.Stage) // want `consumer leads.either overwrites leads`
	}
	return err
}
