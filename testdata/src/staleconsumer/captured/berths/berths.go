// Package berths handles what comes in about them.
package berths

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"example.com/fixtures/staleconsumer/captured/kit"
)

// Route gives the service what is for it.
func Route(s *Berths) kit.Handler {
	return func(ctx context.Context, m kit.Message) error {
		switch m.Event {
		case "renamed":
			return s.rename(ctx, m)
		case "cleared":
			return s.clear(ctx, m)
		}
		return nil
	}
}

// Listed adds berths.
func Listed(s *Berths) kit.Handler {
	return func(ctx context.Context, m kit.Message) error { return s.add(ctx, m) }
}

type berth struct {
	ID, Name, Status string
}

func (b *berth) occupied() bool { return b.Status == "occupied" }

// Berths keeps the berths.
type Berths struct{ DB *sql.DB }

func (s *Berths) rename(ctx context.Context, m kit.Message) error {
	var b berth
	if err := json.Unmarshal(m.Body, &b); err != nil {
		return err
	}
	_, err := s.DB.ExecContext(ctx, `UPDATE berths SET name = $1 WHERE id = $2`, b.Name, b.ID) // want `consumer Berths.rename overwrites berths`
	return err
}

// clear asks a method of the row's pointer for its state.
func (s *Berths) clear(ctx context.Context, m kit.Message) error {
	var e berth
	if err := json.Unmarshal(m.Body, &e); err != nil {
		return err
	}
	b, err := s.find(ctx, e.ID)
	if err != nil {
		return err
	}
	if !b.occupied() {
		return errors.New("not occupied")
	}
	b.Status = "free"
	return s.update(ctx, b)
}

func (s *Berths) find(ctx context.Context, id string) (berth, error) {
	var b berth
	err := s.DB.QueryRowContext(ctx, `SELECT id, name, status FROM berths WHERE id = $1`, id).Scan(&b.ID, &b.Name, &b.Status)
	return b, err
}

func (s *Berths) update(ctx context.Context, b berth) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE berths SET status = $1 WHERE id = $2`, b.Status, b.ID)
	return err
}

func (s *Berths) add(ctx context.Context, m kit.Message) error {
	var b berth
	if err := json.Unmarshal(m.Body, &b); err != nil {
		return err
	}
	_, err := s.DB.ExecContext(ctx, `INSERT INTO berths (id, name) VALUES ($1, $2)`, b.ID, b.Name)
	return err
}
