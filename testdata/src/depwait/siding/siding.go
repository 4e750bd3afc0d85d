// Package siding has its messages received by functions that stand in others.
package siding

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

type built struct{ ID string }
type parked struct{ ID, Track string }

type handler func(ctx context.Context, data []byte) error

type consumers struct{ db *sql.DB }

func (c *consumers) built(ctx context.Context, data []byte) error {
	var v built
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, `INSERT INTO tracks (id) VALUES ($1)`, v.ID)
	return err
}

func (c *consumers) track(ctx context.Context, id string) error {
	return c.db.QueryRowContext(ctx, `SELECT id FROM tracks WHERE id = $1`, id).Scan(&id)
}

const park = `INSERT INTO wagons (id, track_id) VALUES ($1, $2)`

func careful(ch *amqp.Channel, queue string, h handler) error {
	deliveries, err := ch.Consume(queue, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	handle := func(d amqp.Delivery) {
		if err := h(context.Background(), d.Body); err != nil {
			_ = d.Nack(false, true)
			return
		}
		_ = d.Ack(false)
	}
	go func() {
		for d := range deliveries {
			handle(d)
		}
	}()
	return nil
}

func (c *consumers) parked(ctx context.Context, data []byte) error {
	var v parked
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := c.track(ctx, v.Track); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, park, v.ID, v.Track)
	return err
}

func (c *consumers) listed(ctx context.Context, data []byte) error {
	var v parked
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := c.track(ctx, v.Track); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, park, v.ID, v.Track) // want `consumer consumers.listed .*, whose track_id refers to tracks, which other messages fill, but acknowledges the message where it is missing`
	return err
}

// tables runs its own table in a way that loses what fails, beside another way that does not.
func (c *consumers) tables(ch *amqp.Channel) error {
	if err := careful(ch, "parked", c.parked); err != nil {
		return err
	}
	for queue, h := range map[string]handler{"listed": c.listed} {
		deliveries, err := ch.Consume(queue, "", false, false, false, false, nil)
		if err != nil {
			return err
		}
		go func() {
			for d := range deliveries {
				if err := h(context.Background(), d.Body); err != nil {
					log.Print(err)
				}
				_ = d.Ack(false)
			}
		}()
	}
	return careful(ch, "built", c.built)
}

func (c *consumers) shunted(ctx context.Context, data []byte) error {
	var v parked
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := c.track(ctx, v.Track); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, park, v.ID, v.Track) // want `consumer consumers.shunted .* but acknowledges the message where it is missing`
	return err
}

func (c *consumers) coupled(ctx context.Context, data []byte) error {
	var v parked
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := c.track(ctx, v.Track); err != nil {
		return err
	}
	_, err := c.db.ExecContext(ctx, park, v.ID, v.Track)
	return err
}

// subscribed has two functions of its own that subscribe what they are given: only the one
// hands back what fails.
func (c *consumers) subscribed(ch *amqp.Channel) error {
	once := func(queue string, h func(amqp.Delivery) error) error {
		deliveries, err := ch.Consume(queue, "", false, false, false, false, nil)
		if err != nil {
			return err
		}
		go func() {
			for d := range deliveries {
				if err := h(d); err != nil {
					log.Printf("%s: %v", queue, err)
				}
				_ = d.Ack(false)
			}
		}()
		return nil
	}
	again := func(queue string, h func(amqp.Delivery) error) error {
		deliveries, err := ch.Consume(queue, "", false, false, false, false, nil)
		if err != nil {
			return err
		}
		go func() {
			for d := range deliveries {
				if err := h(d); err != nil {
					_ = d.Nack(false, true)
					continue
				}
				_ = d.Ack(false)
			}
		}()
		return nil
	}
	if err := once("shunted", func(d amqp.Delivery) error { return c.shunted(context.Background(), d.Body) }); err != nil {
		return err
	}
	return again("coupled", func(d amqp.Delivery) error { return c.coupled(context.Background(), d.Body) })
}

// inLoop calls a function of its own that tells of the failure, and acknowledges all the same.
func (c *consumers) inLoop(deliveries <-chan amqp.Delivery) {
	handle := func(d amqp.Delivery) error {
		var v parked
		if err := json.Unmarshal(d.Body, &v); err != nil {
			return err
		}
		if err := c.track(context.Background(), v.Track); err != nil {
			return err
		}
		_, err := c.db.Exec(park, v.ID, v.Track) // want `but acknowledges the message where it is missing`
		return err
	}
	for d := range deliveries {
		if err := handle(d); err != nil {
			log.Print(err)
		}
		_ = d.Ack(false)
	}
}

// handedBack is the same, but for what fails.
func (c *consumers) handedBack(deliveries <-chan amqp.Delivery) {
	handle := func(d amqp.Delivery) error {
		var v parked
		if err := json.Unmarshal(d.Body, &v); err != nil {
			return err
		}
		if err := c.track(context.Background(), v.Track); err != nil {
			return err
		}
		_, err := c.db.Exec(park, v.ID, v.Track)
		return err
	}
	for d := range deliveries {
		if err := handle(d); err != nil {
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
}

// unheard drops what its own function says of the track.
func (c *consumers) unheard(ctx context.Context, d amqp.Delivery) error {
	var v parked
	if err := json.Unmarshal(d.Body, &v); err != nil {
		return err
	}
	known := func(id string) error { return c.track(ctx, id) }
	_ = known(v.Track)
	_, err := c.db.ExecContext(ctx, park, v.ID, v.Track) // want `and drops the result of looking for it`
	return err
}

// heard does not. It asks in two places, of which either is enough.
func (c *consumers) heard(ctx context.Context, d amqp.Delivery) error {
	var v parked
	if err := json.Unmarshal(d.Body, &v); err != nil {
		return err
	}
	known := func(id string) error { return c.track(ctx, id) }
	if err := known(v.Track); err != nil {
		log.Print(err)
		if err := known(v.Track); err != nil {
			return err
		}
	}
	_, err := c.db.ExecContext(ctx, park, v.ID, v.Track)
	return err
}

// Start starts what runs from tables.
func Start(db *sql.DB, ch *amqp.Channel) error { return (&consumers{db}).tables(ch) }
