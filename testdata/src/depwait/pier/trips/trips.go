// Package trips keeps its rows by what takes any model.
package trips

import (
	"context"
	"encoding/json"
	"errors"
	"log"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"

	"example.com/fixtures/depwait/pier/records"
)

type (
	Skipper struct{ ID, Name string }
	Trip    struct{ ID, SkipperID string }
	Permit  struct{ ID, SkipperID string }
	Repair  struct{ ID, SkipperID, Part string }
	Race    struct{ ID, SkipperID string }
	Fine    struct{ ID, SkipperID string }
	Course  struct{ ID, SkipperID string }

	RepairDone struct{ ID, Part string }
)

// A TripProducer tells others of trips. Nobody here knows how.
type TripProducer interface {
	Send(ctx context.Context, t Trip) error
}

// A Checker may do anything.
type Checker interface {
	Check(ctx context.Context, skipper string) error
}

type desk struct {
	keeper   records.Keeper
	skippers records.Of[Skipper]
	permits  records.Of[Permit]
	fines    records.Of[Fine]
	producer TripProducer
	checker  Checker
}

func read[T any](m kafka.Message) (v T, err error) {
	err = json.Unmarshal(m.Value, &v)
	return v, err
}

func (d *desk) skipper(ctx context.Context, m kafka.Message) error {
	s, err := read[Skipper](m)
	if err != nil {
		return err
	}
	return d.keeper.Add(ctx, &s)
}

// What is told to others makes sure of nothing.
func (d *desk) trip(ctx context.Context, m kafka.Message) error {
	t, err := read[Trip](m)
	if err != nil {
		return err
	}
	if err := d.producer.Send(ctx, t); err != nil {
		return err
	}
	return d.keeper.Add(ctx, &t) // want `writes trips, whose SkipperID refers to skippers, which other messages fill, without making sure`
}

// The repository is one of permits.
func (d *desk) permit(ctx context.Context, m kafka.Message) error {
	p, err := read[Permit](m)
	if err != nil {
		return err
	}
	return d.permits.Add(ctx, &p) // want `writes permits, whose SkipperID refers to skippers, which other messages fill, without making sure`
}

// The look-up is made by what takes any model too.
func (d *desk) race(ctx context.Context, m kafka.Message) error {
	r, err := read[Race](m)
	if err != nil {
		return err
	}
	var s Skipper
	if err := d.keeper.Get(ctx, &s, r.SkipperID); errors.Is(err, gorm.ErrRecordNotFound) {
		log.Print("no skipper ", r.SkipperID)
		return nil
	}
	return d.keeper.Add(ctx, &r) // want `writes races, whose SkipperID refers to skippers, which other messages fill, but answers success where it is missing`
}

// Without the skipper the message comes again.
func (d *desk) fine(ctx context.Context, m kafka.Message) error {
	f, err := read[Fine](m)
	if err != nil {
		return err
	}
	if _, err := d.skippers.Get(ctx, f.SkipperID); err != nil {
		return err
	}
	return d.fines.Add(ctx, &f)
}

// Likewise.
func (d *desk) raced(ctx context.Context, m kafka.Message) error {
	r, err := read[Race](m)
	if err != nil {
		return err
	}
	var s Skipper
	if err := d.keeper.Get(ctx, &s, r.SkipperID); err != nil {
		return err
	}
	return d.keeper.Add(ctx, &r)
}

// The key is left empty.
func (d *desk) repair(ctx context.Context, m kafka.Message) error {
	e, err := read[RepairDone](m)
	if err != nil {
		return err
	}
	return d.keeper.Add(ctx, &Repair{ID: e.ID, Part: e.Part})
}

// What checks may make sure of the skipper, for all that is known.
func (d *desk) course(ctx context.Context, m kafka.Message) error {
	c, err := read[Course](m)
	if err != nil {
		return err
	}
	if err := d.checker.Check(ctx, c.SkipperID); err != nil {
		return err
	}
	return d.keeper.Add(ctx, &c)
}

// Run handles what comes.
func Run(ctx context.Context, r *kafka.Reader, db *gorm.DB, p TripProducer, c Checker) error {
	d := &desk{records.NewKeeper(db), records.NewOf[Skipper](db), records.NewOf[Permit](db), records.NewOf[Fine](db), p, c}
	handlers := map[string]func(context.Context, kafka.Message) error{
		"skippers": d.skipper, "trips": d.trip, "permits": d.permit, "races": d.race, "fines": d.fine, "raced": d.raced, "repairs": d.repair, "courses": d.course,
	}
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if h, ok := handlers[m.Topic]; ok {
			if err := h(ctx, m); err != nil {
				return err
			}
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}
