// Package vessels keeps what other services tell of vessels, and knows nothing of who
// brings the berths and the crews.
package vessels

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

type (
	Vessel  struct{ ID, BerthID string }
	Shift   struct{ ID, CrewID string }
	Mooring struct{ ID, BerthID, CrewID string }
	Permit  struct{ ID, PilotID string }
)

type Store struct{ db *sql.DB }

func New(db *sql.DB) *Store { return &Store{db} }

func each[T any](ctx context.Context, r *kafka.Reader, handle func(*T) error) error {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		v := new(T)
		if err := json.Unmarshal(m.Value, v); err != nil {
			return err
		}
		if err := handle(v); err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func (s *Store) Vessels(ctx context.Context, r *kafka.Reader) error {
	return each(ctx, r, func(v *Vessel) error {
		return s.saveVessel(v) // want `writes vessels, whose berth_id refers to berths`
	})
}

// Checked comes again while the berth is not there.
func (s *Store) Checked(ctx context.Context, r *kafka.Reader) error {
	return each(ctx, r, func(v *Vessel) error {
		var there bool
		if err := s.db.QueryRow(`SELECT EXISTS (SELECT 1 FROM berths WHERE id = $1)`, v.BerthID).Scan(&there); err != nil {
			return err
		}
		if !there {
			return sql.ErrNoRows
		}
		return s.saveVessel(v)
	})
}

func (s *Store) saveVessel(v *Vessel) error {
	_, err := s.db.Exec(`INSERT INTO vessels (id, berth_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, v.ID, v.BerthID)
	return err
}

// Moorings refer to two tables, of which the one is known to be filled before the other:
// one finding is enough.
func (s *Store) Moorings(ctx context.Context, r *kafka.Reader) error {
	return each(ctx, r, func(m *Mooring) error {
		return s.saveMooring(m)
	})
}

func (s *Store) saveMooring(m *Mooring) error {
	_, err := s.db.Exec(`INSERT INTO moorings (id, berth_id, crew_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, m.ID, m.BerthID, m.CrewID) // want `writes moorings, whose berth_id refers to berths`
	return err
}

func (s *Store) Shifts(ctx context.Context, r *kafka.Reader) error {
	return each(ctx, r, func(v *Shift) error {
		return s.saveShift(v)
	})
}

func (s *Store) saveShift(v *Shift) error {
	_, err := s.db.Exec(`INSERT INTO shifts (id, crew_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, v.ID, v.CrewID) // want `writes shifts, whose crew_id refers to crews`
	return err
}

// Permits refer to pilots, whom no message brings.
func (s *Store) Permits(ctx context.Context, r *kafka.Reader) error {
	return each(ctx, r, func(p *Permit) error { return s.savePermit(p) })
}

func (s *Store) savePermit(p *Permit) error {
	_, err := s.db.Exec(`INSERT INTO permits (id, pilot_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, p.ID, p.PilotID)
	return err
}
