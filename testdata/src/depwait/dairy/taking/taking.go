// Package taking takes in what dairies are told, by one function that subscribes in both ways.
package taking

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/depwait/dairy/broker"
)

type (
	farm   struct{ ID, Name string }
	churn  struct{ ID, FarmID string }
	cheese struct{ ID, FarmID string }
	butter struct{ ID, FarmID string }
	cream  struct{ ID, FarmID string }
)

// A Taker takes messages in.
type Taker struct {
	DB *sql.DB
	Ch *amqp.Channel
}

// Run takes in all there is.
func (t *Taker) Run(ctx context.Context) {
	go broker.Consume(ctx, t.Ch, "farms", false, t.farm)
	go t.churns(ctx)
	go t.cheeses(ctx)
	go broker.Consume(ctx, t.Ch, "butters", true, t.butter)
	go broker.Consume(ctx, t.Ch, "creams", false, t.cream)
}

func (t *Taker) farm(ctx context.Context, b []byte) error {
	var f farm
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	_, err := t.DB.ExecContext(ctx, `INSERT INTO farms (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, f.ID, f.Name)
	return err
}

func (t *Taker) there(ctx context.Context, farm string) error {
	var id string
	return t.DB.QueryRowContext(ctx, `SELECT id FROM farms WHERE id = $1`, farm).Scan(&id)
}

// churns are done as they are delivered.
func (t *Taker) churns(ctx context.Context) {
	deliveries, err := broker.Deliveries(t.Ch, "churns", true)
	if err != nil {
		log.Fatal(err)
	}
	for d := range deliveries {
		var c churn
		if err := json.Unmarshal(d.Body, &c); err != nil {
			log.Print(err)
			continue
		}
		if err := t.there(ctx, c.FarmID); err != nil {
			log.Print(err)
			continue
		}
		if _, err := t.DB.ExecContext(ctx, `INSERT INTO churns (id, farm_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.FarmID); err != nil { // want `writes churns, whose farm_id refers to farms, which other messages fill, but acknowledges the message where it is missing`
			log.Print(err)
		}
	}
}

// cheeses stay until they are acknowledged.
func (t *Taker) cheeses(ctx context.Context) {
	deliveries, err := broker.Deliveries(t.Ch, "cheeses", false)
	if err != nil {
		log.Fatal(err)
	}
	for d := range deliveries {
		var c cheese
		if err := json.Unmarshal(d.Body, &c); err != nil {
			log.Print(err)
			continue
		}
		if err := t.there(ctx, c.FarmID); err != nil {
			log.Print(err)
			continue
		}
		if _, err := t.DB.ExecContext(ctx, `INSERT INTO cheeses (id, farm_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.FarmID); err != nil {
			log.Print(err)
			continue
		}
		_ = d.Ack(false)
	}
}

func (t *Taker) butter(ctx context.Context, b []byte) error {
	var c butter
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	if err := t.there(ctx, c.FarmID); err != nil {
		return err
	}
	_, err := t.DB.ExecContext(ctx, `INSERT INTO butters (id, farm_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.FarmID) // want `writes butters, whose farm_id refers to farms, which other messages fill, but acknowledges the message where it is missing`
	return err
}

func (t *Taker) cream(ctx context.Context, b []byte) error {
	var c cream
	if err := json.Unmarshal(b, &c); err != nil {
		return err
	}
	if err := t.there(ctx, c.FarmID); err != nil {
		return err
	}
	_, err := t.DB.ExecContext(ctx, `INSERT INTO creams (id, farm_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.FarmID)
	return err
}
