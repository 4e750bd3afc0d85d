package booth

import (
	"context"
	"encoding/json"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/booth/store"
)

type (
	TicketShown  struct{ BookingID, Ticket string }
	TicketStored struct{ BookingID, Ticket string }
)

// Announced handles what the broker takes for done as soon as it is sent.
func Announced(ctx context.Context, ch *amqp.Channel, s *store.Store) error {
	shown, err := ch.Consume("shown", "booth", true, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range shown {
		if err := show(ctx, s, d.Body); err != nil {
			log.Print(err)
		}
	}
	return nil
}

func show(ctx context.Context, s *store.Store, body []byte) error {
	var e TicketShown
	if err := json.Unmarshal(body, &e); err != nil {
		return err
	}
	booking, err := s.Get(ctx, e.BookingID)
	if err != nil {
		return err
	}
	booking.Ticket = e.Ticket
	return s.Update(ctx, booking) // want `changes bookings, of which other messages bring the rows, but acknowledges the message where it is missing`
}

// Told handles the same, and looks at the row only after it was written.
func Told(ctx context.Context, ch *amqp.Channel, s *store.Store) error {
	told, err := ch.Consume("told", "booth", true, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range told {
		if err := tell(ctx, s, d.Body); err != nil {
			log.Print(err)
		}
	}
	return nil
}

func tell(ctx context.Context, s *store.Store, body []byte) error {
	var e TicketStored
	if err := json.Unmarshal(body, &e); err != nil {
		return err
	}
	if err := s.Update(ctx, &store.Booking{ID: e.BookingID, Ticket: e.Ticket}); err != nil {
		return err
	}
	booking, err := s.Get(ctx, e.BookingID)
	if err != nil {
		return err
	}
	log.Print(booking.Seat)
	return nil
}
