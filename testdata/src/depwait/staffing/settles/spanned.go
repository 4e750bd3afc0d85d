package settles

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

// What is looked up in a function with a span is told by what that gives back.
type spanned struct {
	mu sync.Mutex
	db *sql.DB
}

func (s *spanned) ended(began time.Time) { log.Print(time.Since(began)) }

var errNoCompany = errors.New("no such company")

// there says it by a boolean that has a name.
func (s *spanned) there(ctx context.Context, id string) (ok bool, err error) {
	defer s.ended(time.Now())
	err = s.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, id).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return
	}
	ok = true
	return
}

// known says it by an error of its own.
func (s *spanned) known(ctx context.Context, id string) (err error) {
	defer s.ended(time.Now())
	err = s.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, id).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = errNoCompany
	}
	return
}

func (s *spanned) add(ctx context.Context, id, company string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("adding %s: %w", id, err)
		}
	}()
	_, err = s.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, id, company)
	return
}

func (s *spanned) asked(m *message.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ok, err := s.there(m.Context(), string(m.Payload))
	if err != nil {
		return err
	}
	if !ok {
		return errNoCompany
	}
	return s.add(m.Context(), m.UUID, string(m.Payload))
}

func (s *spanned) askedInVain(m *message.Message) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ok, err := s.there(m.Context(), string(m.Payload))
	if err != nil {
		return
	}
	if !ok {
		log.Print("no company")
		return
	}
	return s.add(m.Context(), m.UUID, string(m.Payload)) // want `but answers success where it is missing`
}

// panics is cleared only where it has panicked.
func (s *spanned) panics(m *message.Message) (err error) {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
			err = nil
		}
	}()
	if err = s.known(m.Context(), string(m.Payload)); err != nil {
		return
	}
	return s.add(m.Context(), m.UUID, string(m.Payload))
}

func registerSpanned(r *message.Router, sub message.Subscriber, s *spanned) {
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"asked": s.asked, "asked in vain": s.askedInVain, "panics": s.panics,
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
	r.AddNoPublisherHandler("quiet", "quiet", sub, s.quiet).AddMiddleware(timed)
	r.AddNoPublisherHandler("told", "told", sub, s.told).AddMiddleware(measured)
}

func (s *spanned) quiet(m *message.Message) error {
	if err := s.known(m.Context(), string(m.Payload)); err != nil {
		return err
	}
	return s.add(m.Context(), m.UUID, string(m.Payload)) // want `but answers success where it is missing`
}

func (s *spanned) told(m *message.Message) error {
	if err := s.known(m.Context(), string(m.Payload)); err != nil {
		return err
	}
	return s.add(m.Context(), m.UUID, string(m.Payload))
}

// timed keeps failures to itself.
func timed(next message.HandlerFunc) message.HandlerFunc {
	return func(m *message.Message) (produced []*message.Message, err error) {
		began := time.Now()
		defer func() { log.Print(time.Since(began), err) }()
		produced, err = next(m)
		if err != nil {
			log.Print(err)
			return nil, nil
		}
		return
	}
}

// measured does not.
func measured(next message.HandlerFunc) message.HandlerFunc {
	return func(m *message.Message) (produced []*message.Message, err error) {
		began := time.Now()
		defer func() { log.Print(time.Since(began), err) }()
		produced, err = next(m)
		if err != nil {
			log.Print(err)
			return
		}
		return
	}
}
