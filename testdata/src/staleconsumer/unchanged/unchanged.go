// Package unchanged asks whether there is anything to do.
package unchanged

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"reflect"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// Whether a row differs from what a message makes of it says that there is something to
// do, not which of the two is newer.

type shelf struct {
	ID, Label, Stage string
	Slots, Version   int64
}

func (s *shelf) sameAs(o *shelf) bool { return reflect.DeepEqual(s, o) }

func (s *shelf) alike(o *shelf) bool {
	return s.Label == o.Label && s.Slots == o.Slots
}

func (s *shelf) differs(o *shelf) bool {
	if s.Label != o.Label {
		return true
	}
	return !s.alike(o)
}

// is asks for a state, which the caller names.
func (s *shelf) is(stage string) bool { return s.Stage == stage }

// takes asks for a state beside.
func (s *shelf) takes(o *shelf) bool { return s.Stage == "open" && s.Label != o.Label }

type shelves struct{ db *sql.DB }

func (s *shelves) get(ctx context.Context, id string) (*shelf, error) {
	var found shelf
	err := s.db.QueryRowContext(ctx, "SELECT id, label, stage, version FROM shelves WHERE id = $1", id).Scan(&found.ID, &found.Label, &found.Stage, &found.Version)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &found, err
}

func (s *shelves) put(ctx context.Context, next *shelf) error {
	_, err := s.db.ExecContext(ctx, "UPDATE shelves SET label = $2, version = $3, stage = $4 WHERE id = $1", next.ID, next.Label, next.Version, next.Stage)
	return err
}

func (s *shelves) both(ctx context.Context, m *nats.Msg) (is, next *shelf, err error) {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return nil, nil, err
	}
	is, err = s.get(ctx, e.ID)
	return is, &shelf{ID: e.ID, Label: e.Name, Version: e.Version, Stage: string(e.Status)}, err
}

func (s *shelves) whole(ctx context.Context, m *nats.Msg) error {
	is, next, err := s.both(ctx, m)
	if err != nil || is == nil {
		return err
	}
	if is.sameAs(next) {
		return nil
	}
	return s.put(ctx, next) // want `consumer shelves.whole overwrites shelves`
}

func (s *shelves) byFields(ctx context.Context, m *nats.Msg) error {
	is, next, err := s.both(ctx, m)
	if err != nil || is == nil {
		return err
	}
	if is.differs(next) {
		return s.put(ctx, next) // want `consumer shelves.byFields overwrites shelves`
	}
	return nil
}

func (s *shelves) opened(ctx context.Context, m *nats.Msg) error {
	is, next, err := s.both(ctx, m)
	if err != nil || is == nil {
		return err
	}
	if !is.is("open") {
		return nil
	}
	return s.put(ctx, next)
}

func (s *shelves) taken(ctx context.Context, m *nats.Msg) error {
	is, next, err := s.both(ctx, m)
	if err != nil || is == nil {
		return err
	}
	if is.takes(next) {
		return s.put(ctx, next)
	}
	return nil
}

// In so many words.
func (s *shelves) isFalse(ctx context.Context, m *nats.Msg) error {
	is, next, err := s.both(ctx, m)
	if err != nil || is == nil {
		return err
	}
	if same := is.sameAs(next); same == false {
		return s.put(ctx, next) // want `consumer shelves.isFalse overwrites shelves`
	}
	return nil
}

func (s *shelf) newer(o *shelf) bool { return o.Version > s.Version }

func (s *shelves) newerIsFalse(ctx context.Context, m *nats.Msg) error {
	is, next, err := s.both(ctx, m)
	if err != nil || is == nil {
		return err
	}
	if is.newer(next) == false {
		return nil
	}
	return s.put(ctx, next) // want `compares the order of shelves and writes it in separate statements`
}

func (s *shelves) isOpenTrue(ctx context.Context, m *nats.Msg) error {
	is, next, err := s.both(ctx, m)
	if err != nil || is == nil {
		return err
	}
	if is.is("open") != true {
		return nil
	}
	return s.put(ctx, next)
}
