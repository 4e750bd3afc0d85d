// Package store keeps the bookings that are shown at the booth.
package store

import (
	"context"
	"database/sql"
	"errors"
)

// ErrNoBooking says that a booking is not known.
var ErrNoBooking = errors.New("no such booking")

// Booking is what was booked.
type Booking struct{ ID, Ticket, Seat string }

// Store is the booth's database.
type Store struct{ DB *sql.DB }

// Add adds a booking.
func (s *Store) Add(ctx context.Context, b Booking) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO bookings (id, ticket, seat) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, b.ID, b.Ticket, b.Seat)
	return err
}

// Find finds a booking; nil: there is none.
func (s *Store) Find(ctx context.Context, id string) (*Booking, error) {
	var b Booking
	err := s.DB.QueryRowContext(ctx, `SELECT id, ticket, seat FROM bookings WHERE id = $1`, id).Scan(&b.ID, &b.Ticket, &b.Seat)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &b, nil
}

// Get finds a booking that has to be there.
func (s *Store) Get(ctx context.Context, id string) (*Booking, error) {
	b, err := s.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	if b == nil {
		return nil, ErrNoBooking
	}
	return b, nil
}

// Update writes a booking that is there.
func (s *Store) Update(ctx context.Context, b *Booking) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE bookings SET ticket = $2, seat = $3 WHERE id = $1`, b.ID, b.Ticket, b.Seat)
	return err
}

// Open opens a hall, at somebody's request.
func (s *Store) Open(ctx context.Context, hall string) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO halls (name) VALUES ($1)`, hall)
	return err
}

// Hall reports whether there is a hall.
func (s *Store) Hall(ctx context.Context, hall string) (bool, error) {
	var n int
	err := s.DB.QueryRowContext(ctx, `SELECT count(*) FROM halls WHERE name = $1`, hall).Scan(&n)
	return n > 0, err
}

// Rate rates a hall.
func (s *Store) Rate(ctx context.Context, hall string, rating int) error {
	_, err := s.DB.ExecContext(ctx, `UPDATE halls SET rating = $2 WHERE name = $1`, hall, rating)
	return err
}
