// Package pontoon hands its handlers on together with what runs them.
package pontoon

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

type own struct{ ID, Name string }
type car struct {
	ID, OwnerID string
	At          time.Time
}
type in struct{ db *sql.DB }

type handler func(context.Context, []byte) error
type runner func(jetstream.Consumer, handler) error

func once(c jetstream.Consumer, h handler) error {
	_, err := c.Consume(func(m jetstream.Msg) {
		if err := h(context.Background(), m.Data()); err != nil {
			_ = m.Term()
			return
		}
		_ = m.Ack()
	})
	return err
}

func again(c jetstream.Consumer, h handler) error {
	_, err := c.Consume(func(m jetstream.Msg) {
		if err := h(context.Background(), m.Data()); err != nil {
			_ = m.Nak()
			return
		}
		_ = m.Ack()
	})
	return err
}

func (i *in) owner(ctx context.Context, b []byte) error {
	var o own
	if err := json.Unmarshal(b, &o); err != nil {
		return err
	}
	_, err := i.db.Exec("INSERT INTO owners (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", o.ID, o.Name)
	return err
}

func (i *in) has(id string) (bool, error) {
	var n int
	err := i.db.QueryRow("SELECT count(*) FROM owners WHERE id = $1", id).Scan(&n)
	return n > 0, err
}

func (i *in) car(ctx context.Context, b []byte) error {
	var c car
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	ok, err := i.has(c.OwnerID)
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("none")
	}
	_, err = i.db.Exec("INSERT INTO cars (id, owner_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", c.ID, c.OwnerID)
	return err
}
func (i *in) cab(ctx context.Context, b []byte) error {
	var c car
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	_, err := i.db.Exec("INSERT INTO cabs (id, owner_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", c.ID, c.OwnerID)
	return err
}

// cart is run by who gives up at once.
func (i *in) cart(ctx context.Context, b []byte) error {
	var c car
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	ok, err := i.has(c.OwnerID)
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("none")
	}
	_, err = i.db.Exec("INSERT INTO carts (id, owner_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", c.ID, c.OwnerID) // want `writes carts, whose owner_id refers to owners, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// carriage looks for nothing.
func (i *in) carriage(ctx context.Context, b []byte) error {
	var c car
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	_, err := i.db.Exec("INSERT INTO carriages (id, owner_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", c.ID, c.OwnerID) // want `writes carriages, whose owner_id refers to owners, which other messages fill, without making sure that it is there`
	return err
}

// awaited looks for the owner first, and tries till then.
func (i *in) awaited(run runner, c jetstream.Consumer, h handler) error {
	return run(c, func(ctx context.Context, b []byte) error {
		var v car
		if err := json.Unmarshal(b, &v); err != nil {
			return err
		}
		ok, err := i.has(v.OwnerID)
		if err != nil {
			return err
		}
		if !ok {
			return errors.New("none")
		}
		return h(ctx, b)
	})
}

// named only tells what is run.
func named(run runner, c jetstream.Consumer, name string, h handler) job {
	return job{name: name, run: run, consumer: c, handle: h}
}

type job struct {
	name     string
	run      runner
	consumer jetstream.Consumer
	handle   handler
}

func start(i *in, c jetstream.Consumer) error {
	if err := again(c, i.owner); err != nil {
		return err
	}
	if err := i.awaited(again, c, i.cab); err != nil {
		return err
	}
	for _, j := range []job{named(again, c, "cars", i.car), named(once, c, "carts", i.cart), named(again, c, "carriages", i.carriage)} {
		if err := j.run(j.consumer, j.handle); err != nil {
			return err
		}
	}
	return nil
}
