// Package queues takes messages in from several queues at once, of which one is acknowledged
// by the broker.
package queues

import (
	"context"
	"encoding/json"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/roster/records"
)

type (
	clubFounded struct{ ID, Name string }
	playerHired struct{ ID, Club string }
)

// Intake takes in what other services tell.
type Intake struct{ Records *records.Records }

func (in *Intake) club(ctx context.Context, d amqp.Delivery) error {
	var e clubFounded
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	return in.Records.AddClub(ctx, e.ID, e.Name)
}

func (in *Intake) kept(ctx context.Context, d amqp.Delivery) error {
	var e playerHired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	return in.Records.AddPlayer(ctx, records.Player(e))
}

func (in *Intake) lost(ctx context.Context, d amqp.Delivery) error {
	var e playerHired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	return in.Records.AddPlayer(ctx, records.Player(e)) // want `but acknowledges the message where it is missing`
}

func (in *Intake) several(ctx context.Context, d amqp.Delivery) error {
	var list []records.Player
	if err := json.Unmarshal(d.Body, &list); err != nil {
		return err
	}
	return in.Records.Copy(ctx, list) // want `writes players, whose club_id refers to clubs, which other messages fill, without making sure`
}

// Run takes in one after the other.
func (in *Intake) Run(ctx context.Context, ch *amqp.Channel) error {
	clubs, err := ch.Consume("clubs", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	kept, err := ch.Consume("kept", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	lost, err := ch.Consume("lost", "", true, false, false, false, nil)
	if err != nil {
		return err
	}
	several, err := ch.Consume("several", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case d := <-clubs:
			if err := in.club(ctx, d); err != nil {
				_ = d.Nack(false, true)
				continue
			}
			_ = d.Ack(false)
		case d := <-kept:
			if err := in.kept(ctx, d); err != nil {
				log.Print(err)
				continue
			}
			_ = d.Ack(false)
		case d, ok := <-lost:
			if !ok {
				return nil
			}
			if err := in.lost(ctx, d); err != nil {
				log.Print(err)
			}
		case d := <-several:
			if err := in.several(ctx, d); err != nil {
				_ = d.Nack(false, true)
				continue
			}
			_ = d.Ack(false)
		}
	}
}
