// Package ends ends the program where a slip is not there. Whether the message comes again
// then, hangs on who has acknowledged it by that time.
package ends

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
)

type (
	SlipBuilt struct{ ID string }
	BoatCame  struct{ ID, SlipID string }
)

type port struct{ db *sql.DB }

func read[T any](body []byte) (v T) {
	if err := json.Unmarshal(body, &v); err != nil {
		log.Print(err)
	}
	return v
}

func (p *port) Slips(ctx context.Context, r *kafka.Reader) error {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		if _, err := p.db.ExecContext(ctx, `INSERT INTO slips (id) VALUES ($1) ON CONFLICT DO NOTHING`, read[SlipBuilt](m.Value).ID); err != nil {
			log.Print(err)
		}
	}
}

func (p *port) add(ctx context.Context, b BoatCame) error {
	_, err := p.db.ExecContext(ctx, `INSERT INTO boats (id, slip_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, b.ID, b.SlipID)
	return err
}

func (p *port) take(ctx context.Context, b BoatCame) error {
	var id string
	if err := p.db.QueryRowContext(ctx, `SELECT id FROM slips WHERE id = $1`, b.SlipID).Scan(&id); err != nil {
		return err
	}
	return p.add(ctx, b)
}

// must ends the program by itself.
func (p *port) must(ctx context.Context, b BoatCame) {
	var id string
	if err := p.db.QueryRowContext(ctx, `SELECT id FROM slips WHERE id = $1`, b.SlipID).Scan(&id); err != nil {
		log.Fatalf("no slip %s: %v", b.SlipID, err)
	}
	if err := p.add(ctx, b); err != nil {
		panic(err)
	}
}

// What was read was committed.
func (p *port) Fatal(ctx context.Context, r *kafka.Reader) {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			panic(err)
		}
		if err := p.take(ctx, read[BoatCame](m.Value)); err != nil { // want `consumer port.Fatal of ends.BoatCame writes boats, whose slip_id refers to slips, which other messages fill, but acknowledges the message where it is missing`
			log.Fatal(err)
		}
	}
}

func (p *port) Panics(ctx context.Context, r *kafka.Reader) {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		if err := p.take(ctx, read[BoatCame](m.Value)); err != nil { // want `consumer port.Panics of ends.BoatCame writes boats, .* acknowledges the message where it is missing`
			panic(err)
		}
	}
}

func (p *port) Below(ctx context.Context, r *kafka.Reader) {
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			os.Exit(1)
		}
		p.must(ctx, read[BoatCame](m.Value)) // want `consumer port.Below of ends.BoatCame writes boats, .* acknowledges the message where it is missing`
	}
}

// What is fetched is committed only once it was handled.
func (p *port) Fetched(ctx context.Context, r *kafka.Reader) {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			panic(err)
		}
		if err := p.take(ctx, read[BoatCame](m.Value)); err != nil {
			log.Fatal(err)
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			log.Print(err)
		}
	}
}

// That it sleeps while the broker is away is no wait for the slip.
func (p *port) FetchedLater(ctx context.Context, r *kafka.Reader) {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		if err := p.take(ctx, read[BoatCame](m.Value)); err != nil {
			panic(err)
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			log.Print(err)
		}
	}
}

func (p *port) FetchedBelow(ctx context.Context, r *kafka.Reader) {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			panic(err)
		}
		p.must(ctx, read[BoatCame](m.Value))
		if err := r.CommitMessages(ctx, m); err != nil {
			log.Print(err)
		}
	}
}

// Fatal makes an error of another, and ends nothing.
func Fatal(err error) error { return fmt.Errorf("fatal: %w", err) }

// So the message is committed.
func (p *port) Marked(ctx context.Context, r *kafka.Reader) {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			panic(err)
		}
		if err := p.take(ctx, read[BoatCame](m.Value)); err != nil { // want `consumer port.Marked of ends.BoatCame writes boats, .* acknowledges the message where it is missing`
			log.Print(Fatal(err))
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			log.Print(err)
		}
	}
}

// This is committed first.
func (p *port) Hasty(ctx context.Context, r *kafka.Reader) {
	for {
		m, err := r.FetchMessage(ctx)
		if err != nil {
			panic(err)
		}
		if err := r.CommitMessages(ctx, m); err != nil {
			log.Print(err)
		}
		p.must(ctx, read[BoatCame](m.Value)) // want `consumer port.Hasty of ends.BoatCame writes boats, .* acknowledges the message where it is missing`
	}
}

// The broker takes for done what it has delivered.
func (p *port) Done(ctx context.Context, ch *amqp.Channel) error {
	boats, err := ch.Consume("boats", "done", true, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range boats {
		p.must(ctx, read[BoatCame](d.Body)) // want `consumer port.Done of ends.BoatCame writes boats, .* acknowledges the message where it is missing`
	}
	return nil
}

// So the message is lost also to who ends the loop.
func (p *port) Leaves(ctx context.Context, ch *amqp.Channel) error {
	boats, err := ch.Consume("boats", "leaves", true, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range boats {
		if err := p.take(ctx, read[BoatCame](d.Body)); err != nil { // want `consumer port.Leaves of ends.BoatCame writes boats, .* acknowledges the message where it is missing`
			return err
		}
	}
	return nil
}

// Here the program acknowledges.
func (p *port) Acks(ctx context.Context, ch *amqp.Channel) error {
	boats, err := ch.Consume("boats", "acks", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range boats {
		p.must(ctx, read[BoatCame](d.Body))
		if err := d.Ack(false); err != nil {
			return err
		}
	}
	return nil
}
