// Package taking takes in what comes of queues that another package declares.
package taking

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

type (
	owner struct{ ID, Name string }
	car   struct{ ID, OwnerID string }
)

// A Taker takes messages in.
type Taker struct {
	DB *sql.DB
	Ch *amqp.Channel
}

// Run takes in all there is.
func (t *Taker) Run(ctx context.Context) {
	go t.take(ctx, "owners", t.owner)
	go t.take(ctx, "cars", t.car)
	go t.again(ctx, "cars", t.moved)
}

func (t *Taker) take(ctx context.Context, queue string, handle func(context.Context, []byte) error) {
	deliveries, err := t.Ch.Consume(queue, "", false, false, false, false, nil)
	if err != nil {
		log.Fatal(err)
	}
	for d := range deliveries {
		if err := handle(ctx, d.Body); err != nil {
			log.Print(err)
			_ = d.Nack(false, false)
			continue
		}
		_ = d.Ack(false)
	}
}

// again has what fails delivered again.
func (t *Taker) again(ctx context.Context, queue string, handle func(context.Context, []byte) error) {
	deliveries, err := t.Ch.Consume(queue, "", false, false, false, false, nil)
	if err != nil {
		log.Fatal(err)
	}
	for d := range deliveries {
		if err := handle(ctx, d.Body); err != nil {
			_ = d.Nack(false, true)
			continue
		}
		_ = d.Ack(false)
	}
}

func (t *Taker) owner(ctx context.Context, b []byte) error {
	var o owner
	if err := json.Unmarshal(b, &o); err != nil {
		return err
	}
	_, err := t.DB.ExecContext(ctx, `INSERT INTO owners (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, o.ID, o.Name)
	return err
}

func (t *Taker) car(ctx context.Context, b []byte) error {
	var c car
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	var id string
	if err := t.DB.QueryRowContext(ctx, `SELECT id FROM owners WHERE id = $1`, c.OwnerID).Scan(&id); err != nil {
		return err
	}
	_, err := t.DB.ExecContext(ctx, `INSERT INTO cars (id, owner_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.OwnerID)
	return err
}

func (t *Taker) moved(ctx context.Context, b []byte) error {
	var c car
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	var id string
	if err := t.DB.QueryRowContext(ctx, `SELECT id FROM owners WHERE id = $1`, c.OwnerID).Scan(&id); err != nil {
		return err
	}
	_, err := t.DB.ExecContext(ctx, `INSERT INTO cars_moved (id, owner_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.OwnerID)
	return err
}
