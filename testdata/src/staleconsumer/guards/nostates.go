package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
)

// What looks like a question about the row's state, and is none.

type ticket struct {
	ID, Status, Holder string
	Kind               string
	Seat               sql.NullString
	ClosedAt           sql.NullTime
}

type ticketChanged struct {
	ID, Status, Holder, Seat string
	At                       time.Time
	Version                  int64
}

type tickets struct{ db *sql.DB }

func (s *tickets) find(ctx context.Context, id string) (*ticket, error) {
	t := new(ticket)
	return t, s.db.QueryRowContext(ctx, "SELECT id, status, holder, seat, closed_at FROM tickets WHERE id = $1", id).Scan(&t.ID, &t.Status, &t.Holder, &t.Seat, &t.ClosedAt)
}

func (s *tickets) save(ctx context.Context, t *ticket) error {
	_, err := s.db.ExecContext(ctx, "UPDATE tickets SET status = $2, holder = $3, seat = $4 WHERE id = $1", t.ID, t.Status, t.Holder, t.Seat)
	return err
}

func ticketOf(m *nats.Msg) (ticketChanged, error) {
	var e ticketChanged
	return e, json.Unmarshal(m.Data, &e)
}

// moved asks for the status that it has just set itself.
func (s *tickets) moved(ctx context.Context, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	t, err := s.find(ctx, e.ID)
	if err != nil {
		return err
	}
	t.Status = e.Status
	if t.Status != "confirmed" {
		return nil
	}
	t.Holder = e.Holder
	return s.save(ctx, t) // want `consumer tickets.moved overwrites tickets`
}

// reseated asks whether there is a seat at all.
func (s *tickets) reseated(ctx context.Context, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	t, err := s.find(ctx, e.ID)
	if err != nil {
		return err
	}
	if !t.Seat.Valid {
		return nil
	}
	t.Seat.String = e.Seat
	return s.save(ctx, t) // want `consumer tickets.reseated overwrites tickets`
}

// standing is about one sort of ticket.
func (s *tickets) standing(ctx context.Context, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	t, err := s.find(ctx, e.ID)
	if err != nil || t.Kind != "standing" {
		return err
	}
	t.Holder = e.Holder
	return s.save(ctx, t) // want `consumer tickets.standing overwrites tickets`
}

// closed leaves alone what is closed: that is a state.
func (s *tickets) closed(ctx context.Context, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	t, err := s.find(ctx, e.ID)
	if err != nil {
		return err
	}
	if t.ClosedAt.Valid {
		return nil
	}
	t.Holder = e.Holder
	return s.save(ctx, t)
}

// validate says nothing of the state.
func (t *ticket) validate() error {
	if t.Holder == "" || len(t.ID) == 0 {
		return errors.New("incomplete")
	}
	return nil
}

// release is refused unless the ticket is taken.
func (t *ticket) release() error {
	if t.Status != "taken" {
		return errors.New("not taken")
	}
	t.Status = "free"
	return nil
}

func (s *tickets) validated(ctx context.Context, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	t, err := s.find(ctx, e.ID)
	if err != nil {
		return err
	}
	t.Holder = e.Holder
	if err := t.validate(); err != nil {
		return err
	}
	return s.save(ctx, t) // want `consumer tickets.validated overwrites tickets`
}

func (s *tickets) released(ctx context.Context, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	t, err := s.find(ctx, e.ID)
	if err != nil {
		return err
	}
	if err := t.release(); err != nil {
		return err
	}
	t.Holder = e.Holder
	return s.save(ctx, t)
}

// A policy evaluates what it is given, and looks nothing up.
type policy interface {
	Evaluate(input map[string]any) (*verdict, error)
}

type verdict struct{ Skip bool }

func (s *tickets) allowed(ctx context.Context, p policy, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	v, err := p.Evaluate(map[string]any{"holder": e.Holder})
	if err != nil || v.Skip {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE tickets SET holder = $2 WHERE id = $1", e.ID, e.Holder) // want `consumer tickets.allowed overwrites tickets`
	return err
}

// retired sets what must not be set yet, which older messages do as well.
func (s *tickets) retired(ctx context.Context, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE tickets SET status = 'retired' WHERE id = $1 AND status <> 'retired'", e.ID); err != nil { // want `consumer tickets.retired overwrites tickets`
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE tickets SET status = 'sold' WHERE id = $1 AND status = 'reserved'", e.ID)
	return err
}

// A versioned seat knows the version that it was written with.
type versioned struct {
	ID      string
	Version int64
}

func (s *tickets) version(ctx context.Context, tx *sql.Tx, id string) (*versioned, error) {
	v := new(versioned)
	return v, tx.QueryRowContext(ctx, "SELECT id, version FROM seats WHERE id = $1 FOR UPDATE", id).Scan(&v.ID, &v.Version)
}

// repeated passes over what it has seen already, but not what is older.
func (s *tickets) repeated(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	v, err := s.version(ctx, tx, e.ID)
	if err != nil || v.Version == e.Version {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE seats SET holder = $2, version = $3 WHERE id = $1", e.ID, e.Holder, e.Version) // want `consumer tickets.repeated overwrites seats`
	return err
}

// next takes the one version that follows, and no other.
func (s *tickets) next(ctx context.Context, tx *sql.Tx, m *nats.Msg) error {
	e, err := ticketOf(m)
	if err != nil {
		return err
	}
	v, err := s.version(ctx, tx, e.ID)
	if err != nil || v.Version != e.Version-1 {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE seats SET holder = $2, version = $3 WHERE id = $1", e.ID, e.Holder, e.Version)
	return err
}
