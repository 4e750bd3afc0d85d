// Package booth changes bookings that other messages bring.
package booth

import (
	"context"
	"encoding/json"
	"errors"
	"log"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/booth/store"
)

type (
	BookingMade    struct{ ID string }
	TicketPrinted  struct{ BookingID, Ticket string }
	TicketChecked  struct{ BookingID, Ticket string }
	TicketReprint  struct{ BookingID, Ticket string }
	TicketPosted   struct{ BookingID, Ticket string }
	TicketRemoved  struct{ BookingID string }
	SeatTaken      struct{ BookingID, Seat string }
	SeatSwapped    struct{ BookingID, Seat string }
	SeatMoved      struct{ BookingID, Seat string }
	BookingChanged struct{ ID, Seat string }
	HallRated      struct {
		Hall   string
		Rating int
	}
)

type booth struct {
	bookings *store.Store
	halls    *store.Store
}

func (b *booth) made(ctx context.Context, m kafka.Message) error {
	var e BookingMade
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return b.bookings.Add(ctx, store.Booking{ID: e.ID})
}

// The booking may come later, and the ticket is lost.
func (b *booth) printed(ctx context.Context, m kafka.Message) error {
	var e TicketPrinted
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	booking, err := b.bookings.Find(ctx, e.BookingID)
	if err != nil {
		return err
	}
	if booking == nil {
		log.Print("no booking for ", e.Ticket)
		return nil
	}
	booking.Ticket = e.Ticket
	return b.bookings.Update(ctx, booking) // want `changes bookings, of which other messages bring the rows, but answers success where it is missing`
}

// So it is where the error of its own is told from others.
func (b *booth) taken(ctx context.Context, m kafka.Message) error {
	var e SeatTaken
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	booking, err := b.bookings.Get(ctx, e.BookingID)
	if errors.Is(err, store.ErrNoBooking) {
		return nil
	}
	if err != nil {
		return err
	}
	booking.Seat = e.Seat
	return b.bookings.Update(ctx, booking) // want `changes bookings, of which other messages bring the rows, but answers success where it is missing`
}

// Without the booking the message comes again.
func (b *booth) checked(ctx context.Context, m kafka.Message) error {
	var e TicketChecked
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	booking, err := b.bookings.Get(ctx, e.BookingID)
	if err != nil {
		return err
	}
	booking.Ticket = e.Ticket
	return b.bookings.Update(ctx, booking)
}

// A booking that is not there is made.
func (b *booth) swapped(ctx context.Context, m kafka.Message) error {
	var e SeatSwapped
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	booking, err := b.bookings.Find(ctx, e.BookingID)
	if err != nil {
		return err
	}
	if booking == nil {
		if err := b.bookings.Add(ctx, store.Booking{ID: e.BookingID, Seat: e.Seat}); err != nil {
			log.Print(err)
		}
		return nil
	}
	booking.Seat = e.Seat
	return b.bookings.Update(ctx, booking)
}

// Of a booking that is not there nothing is to be removed.
func (b *booth) removed(ctx context.Context, m kafka.Message) error {
	var e TicketRemoved
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	booking, err := b.bookings.Find(ctx, e.BookingID)
	if err != nil || booking == nil {
		return err
	}
	booking.Ticket = ""
	return b.bookings.Update(ctx, booking)
}

// A ticket that is there already is not printed again: that says nothing of the booking.
func (b *booth) reprinted(ctx context.Context, m kafka.Message) error {
	var e TicketReprint
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	booking, err := b.bookings.Get(ctx, e.BookingID)
	if err != nil {
		return err
	}
	if booking.Ticket == e.Ticket {
		return nil
	}
	booking.Ticket = e.Ticket
	return b.bookings.Update(ctx, booking)
}

// Whether an update that finds no row is meant to, nothing tells.
func (b *booth) moved(ctx context.Context, m kafka.Message) error {
	var e SeatMoved
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return b.bookings.Update(ctx, &store.Booking{ID: e.BookingID, Seat: e.Seat})
}

// Halls come by requests.
func (b *booth) rated(ctx context.Context, m kafka.Message) error {
	var e HallRated
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	there, err := b.halls.Hall(ctx, e.Hall)
	if err != nil || !there {
		return err
	}
	return b.halls.Rate(ctx, e.Hall, e.Rating)
}

// The row is looked at after it was written.
func (b *booth) posted(ctx context.Context, m kafka.Message) error {
	var e TicketPosted
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	if err := b.bookings.Update(ctx, &store.Booking{ID: e.BookingID, Ticket: e.Ticket}); err != nil {
		return err
	}
	booking, err := b.bookings.Find(ctx, e.BookingID)
	if err != nil || booking == nil {
		return nil
	}
	log.Print(booking.Seat)
	return nil
}

func (b *booth) run(ctx context.Context, r *kafka.Reader) error {
	handlers := map[string]func(context.Context, kafka.Message) error{
		"bookings": b.made, "printed": b.printed, "taken": b.taken, "checked": b.checked, "swapped": b.swapped, "removed": b.removed,
		"reprinted": b.reprinted, "moved": b.moved, "rated": b.rated, "posted": b.posted,
	}
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		h, ok := handlers[m.Topic]
		if !ok {
			continue
		}
		if err := h(ctx, m); err != nil {
			return err
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

// Run handles what comes.
func Run(ctx context.Context, r *kafka.Reader, s *store.Store) error {
	b := &booth{bookings: s, halls: s}
	return b.run(ctx, r)
}
