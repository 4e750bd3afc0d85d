// Package deferring keeps seats by messages, in functions that defer something: what they
// give back is told as of any other.
package deferring

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

type seatMoved struct {
	ID, Place string
	Revision  int64
	At        time.Time
}

type seat struct {
	ID, Place, Status string
	Revision          int64
}

type span struct{ began time.Time }

func (s *span) end() { log.Print(time.Since(s.began)) }

type seats struct {
	mu sync.Mutex
	db *sql.DB
}

var errOld = errors.New("old")

func decoded(m *message.Message) (e seatMoved, err error) {
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	err = json.Unmarshal(m.Payload, &e)
	return
}

// one gives back the row, by variables that have names.
func (s *seats) one(ctx context.Context, tx *sql.Tx, id string) (row *seat, err error) {
	sp := &span{time.Now()}
	defer sp.end()
	row = new(seat)
	err = tx.QueryRowContext(ctx, "SELECT place, revision FROM seats WHERE id = $1 FOR UPDATE", id).Scan(&row.Place, &row.Revision)
	if err != nil {
		return nil, err
	}
	return
}

// held is the row only where it may be moved.
func (s *seats) held(ctx context.Context, tx *sql.Tx, id string) (*seat, error) {
	sp := &span{time.Now()}
	defer sp.end()
	row := new(seat)
	err := tx.QueryRowContext(ctx, "SELECT place, status FROM seats WHERE id = $1 AND status = 'held' FOR UPDATE", id).Scan(&row.Place, &row.Status)
	if err != nil {
		return nil, err
	}
	return row, nil
}

func (s *seats) put(ctx context.Context, tx *sql.Tx, e seatMoved) error {
	sp := &span{time.Now()}
	defer sp.end()
	_, err := tx.ExecContext(ctx, "UPDATE seats SET place = $2, revision = $3 WHERE id = $1", e.ID, e.Place, e.Revision)
	return err
}

// isNew says it by a boolean.
func (s *seats) isNew(row *seat, e seatMoved) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return e.Revision > row.Revision
}

// newOrNot says it by one that has a name.
func (s *seats) newOrNot(row *seat, e seatMoved) (yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Revision <= row.Revision {
		return
	}
	yes = true
	return
}

// always looks at the revision and says yes all the same.
func (s *seats) always(row *seat, e seatMoved) (yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Revision <= row.Revision {
		log.Print("old")
	}
	yes = true
	return
}

// refuse says it by an error.
func (s *seats) refuse(row *seat, e seatMoved) (err error) {
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	if e.Revision <= row.Revision {
		err = errOld
		return
	}
	return nil
}

// next is what the row becomes, if anything.
func (s *seats) next(row *seat, e seatMoved) *seat {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Revision <= row.Revision {
		return nil
	}
	return &seat{ID: e.ID, Place: e.Place, Revision: e.Revision}
}

// anyway is something whatever the row was.
func (s *seats) anyway(row *seat, e seatMoved) *seat {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Revision <= row.Revision {
		log.Print("old")
	}
	return &seat{ID: e.ID, Place: e.Place, Revision: e.Revision}
}

func (s *seats) begin(ctx context.Context) (*sql.Tx, error) { return s.db.BeginTx(ctx, nil) }

// within runs something in a transaction, which is rolled back where that fails.
func (s *seats) within(ctx context.Context, do func(tx *sql.Tx) error) (err error) {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if err = do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *seats) asked(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return s.within(m.Context(), func(tx *sql.Tx) error {
		row, err := s.one(m.Context(), tx, e.ID)
		if err != nil {
			return err
		}
		if !s.isNew(row, e) {
			return nil
		}
		return s.put(m.Context(), tx, e)
	})
}

func (s *seats) askedByName(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return s.within(m.Context(), func(tx *sql.Tx) error {
		row, err := s.one(m.Context(), tx, e.ID)
		if err != nil {
			return err
		}
		if !s.newOrNot(row, e) {
			return nil
		}
		return s.put(m.Context(), tx, e)
	})
}

func (s *seats) askedInVain(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return s.within(m.Context(), func(tx *sql.Tx) error {
		row, err := s.one(m.Context(), tx, e.ID)
		if err != nil {
			return err
		}
		if !s.always(row, e) {
			return nil
		}
		return s.put(m.Context(), tx, e) // want `consumer seats.askedInVain overwrites seats by a message of type deferring.seatMoved without comparing their order`
	})
}

func (s *seats) refused(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return s.within(m.Context(), func(tx *sql.Tx) error {
		row, err := s.one(m.Context(), tx, e.ID)
		if err != nil {
			return err
		}
		if err := s.refuse(row, e); err != nil {
			return err
		}
		return s.put(m.Context(), tx, e)
	})
}

func (s *seats) declined(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return s.within(m.Context(), func(tx *sql.Tx) error {
		row, err := s.one(m.Context(), tx, e.ID)
		if err != nil {
			return err
		}
		then := s.next(row, e)
		if then == nil {
			return nil
		}
		return s.put(m.Context(), tx, seatMoved{ID: then.ID, Place: then.Place, Revision: then.Revision})
	})
}

func (s *seats) declinedInVain(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return s.within(m.Context(), func(tx *sql.Tx) error {
		row, err := s.one(m.Context(), tx, e.ID)
		if err != nil {
			return err
		}
		then := s.anyway(row, e)
		if then == nil {
			return nil
		}
		return s.put(m.Context(), tx, seatMoved{ID: then.ID, Place: then.Place, Revision: then.Revision}) // want `consumer seats.declinedInVain overwrites seats by a message of type deferring.seatMoved without comparing their order`
	})
}

// released moves on the state in which the row was found.
func (s *seats) released(m *message.Message) error {
	e, err := decoded(m)
	if err != nil {
		return err
	}
	return s.within(m.Context(), func(tx *sql.Tx) error {
		if _, err := s.held(m.Context(), tx, e.ID); err != nil {
			return err
		}
		_, err := tx.ExecContext(m.Context(), "UPDATE seats SET status = 'free' WHERE id = $1", e.ID)
		return err
	})
}

// locked compares under a mutex, by an error that is looked at in the end, too.
func (s *seats) locked(m *message.Message) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	var e seatMoved
	if e, err = decoded(m); err != nil {
		return
	}
	tx, err := s.begin(m.Context())
	if err != nil {
		return
	}
	defer tx.Rollback()
	row, err := s.one(m.Context(), tx, e.ID)
	if err != nil {
		return
	}
	if err = s.refuse(row, e); err != nil {
		return
	}
	if err = s.put(m.Context(), tx, e); err != nil {
		return
	}
	return tx.Commit()
}

// asItCame compares nothing.
func (s *seats) asItCame(m *message.Message) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var e seatMoved
	if e, err = decoded(m); err != nil {
		return
	}
	tx, err := s.begin(m.Context())
	if err != nil {
		return
	}
	defer tx.Rollback()
	if err = s.put(m.Context(), tx, e); err != nil { // want `consumer seats.asItCame overwrites seats by a message of type deferring.seatMoved without comparing their order`
		return
	}
	return tx.Commit()
}

// Register subscribes them.
func Register(r *message.Router, sub message.Subscriber, db *sql.DB) {
	s := &seats{db: db}
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"asked": s.asked, "by name": s.askedByName, "in vain": s.askedInVain, "refused": s.refused, "declined": s.declined,
		"declined in vain": s.declinedInVain, "released": s.released, "locked": s.locked, "as it came": s.asItCame,
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
}
