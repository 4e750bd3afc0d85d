// Package haulage sends out drivers, which messages bring.
package haulage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/haulage/storage"
)

type (
	DriverHired struct{ ID string }
	RunStopped  struct{ ID string }
	RunTaken    struct{ ID, DriverID string }
	RunAsked    struct{ ID string }
	RunBlind    struct{ ID, DriverID string }
)

type haulage struct{ db storage.DB }

func (d *haulage) hired(ctx context.Context, m kafka.Message) error {
	var e DriverHired
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	return d.db.PutDriver(ctx, e.ID)
}

// The run is as it was read, but for its state: its driver is who it was.
func (d *haulage) stopped(ctx context.Context, m kafka.Message) error {
	var e RunStopped
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	run, err := d.db.Run(ctx, e.ID)
	if err != nil {
		return err
	}
	run.State = "stopped"
	return d.db.PutRun(ctx, run)
}

// The driver is another one.
func (d *haulage) taken(ctx context.Context, m kafka.Message) error {
	var e RunTaken
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	run, err := d.db.Run(ctx, e.ID)
	if err != nil {
		return err
	}
	run.DriverID = e.DriverID
	return d.db.PutRun(ctx, run) // want `writes runs, whose driver_id refers to drivers`
}

// The driver is one of those that are there.
func (d *haulage) asked(ctx context.Context, m kafka.Message) error {
	var e RunAsked
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	drivers, err := d.db.Drivers(ctx)
	if len(drivers) == 0 {
		log.Print(err)
		return errors.New("no drivers")
	}
	return d.db.PutRun(ctx, storage.Run{ID: e.ID, State: "asked", DriverID: drivers[0]})
}

// Who is there makes no difference.
func (d *haulage) blind(ctx context.Context, m kafka.Message) error {
	var e RunBlind
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	d.db.Drivers(ctx)
	return d.db.PutRun(ctx, storage.Run{ID: e.ID, State: "asked", DriverID: e.DriverID}) // want `writes runs, whose driver_id refers to drivers, which other messages fill, and drops`
}

// Start handles what comes.
func Start(ctx context.Context, r *kafka.Reader, db storage.DB) error {
	d := &haulage{db: db}
	handlers := map[string]func(context.Context, kafka.Message) error{"hired": d.hired, "stopped": d.stopped, "taken": d.taken, "asked": d.asked, "blind": d.blind}
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if h := handlers[m.Topic]; h != nil {
			if err := h(ctx, m); err != nil {
				return err
			}
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

type (
	AddClientCommand struct{ ID string }
	TripBookedBy     struct{ ID, ClientID, GuestID string }
	GuestMet         struct{ ID string }
)

// trips keeps what clients book.
type trips struct{ db *sql.DB }

// The service adds clients itself, as it is asked to.
func (t *trips) added(ctx context.Context, m kafka.Message) error {
	var c AddClientCommand
	if err := json.Unmarshal(m.Value, &c); err != nil {
		return err
	}
	_, err := t.db.ExecContext(ctx, `INSERT INTO clients (id) VALUES (?) ON CONFLICT DO NOTHING`, c.ID)
	return err
}

// Of guests others tell.
func (t *trips) met(ctx context.Context, m kafka.Message) error {
	var e GuestMet
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := t.db.ExecContext(ctx, `INSERT INTO guests (id) VALUES (?) ON CONFLICT DO NOTHING`, e.ID)
	return err
}

func (t *trips) booked(ctx context.Context, m kafka.Message) error {
	var e TripBookedBy
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	if _, err := t.db.ExecContext(ctx, `INSERT INTO trips (id, client_id) VALUES (?, ?)`, e.ID, e.ClientID); err != nil {
		return err
	}
	_, err := t.db.ExecContext(ctx, `INSERT INTO trip_guests (trip, guest_id) VALUES (?, ?)`, e.ID, e.GuestID) // want `writes trip_guests, whose guest_id refers to guests`
	return err
}

// Book handles what comes of trips.
func Book(ctx context.Context, r *kafka.Reader, db *sql.DB) error {
	t := &trips{db}
	handlers := map[string]func(context.Context, kafka.Message) error{"added": t.added, "met": t.met, "booked": t.booked}
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if h := handlers[m.Topic]; h != nil {
			if err := h(ctx, m); err != nil {
				return err
			}
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
