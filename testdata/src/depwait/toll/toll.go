// Package toll has its handlers say by a constant what becomes of a message.
package toll

import (
	"context"
	"database/sql"
	"encoding/json"

	amqp "github.com/rabbitmq/amqp091-go"
)

// A Result says what becomes of a message.
type Result int

// The results.
const (
	Ack Result = iota
	Retry
	Discard
)

type (
	owner struct{ ID, Name string }
	car   struct{ ID, OwnerID string }
)

type tolls struct{ db *sql.DB }

func start(msgs <-chan amqp.Delivery, handle func([]byte) Result) {
	for d := range msgs {
		switch handle(d.Body) {
		case Ack:
			_ = d.Ack(false)
		case Discard:
			_ = d.Nack(false, false)
		case Retry:
			_ = d.Nack(false, true)
		}
	}
}

func run(owners, cars, cabs <-chan amqp.Delivery, t *tolls) {
	go start(owners, t.owner)
	go start(cars, t.car)
	go start(cabs, t.cab)
}

func (t *tolls) owner(b []byte) Result {
	var o owner
	if err := json.Unmarshal(b, &o); err != nil {
		return Discard
	}
	if _, err := t.db.ExecContext(context.Background(), `INSERT INTO owners (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, o.ID, o.Name); err != nil {
		return Retry
	}
	return Ack
}

// car has the message come again.
func (t *tolls) car(b []byte) Result {
	var c car
	if err := json.Unmarshal(b, &c); err != nil {
		return Discard
	}
	var id string
	if err := t.db.QueryRowContext(context.Background(), `SELECT id FROM owners WHERE id = $1`, c.OwnerID).Scan(&id); err != nil {
		return Retry
	}
	if _, err := t.db.ExecContext(context.Background(), `INSERT INTO cars (id, owner_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.OwnerID); err != nil {
		return Retry
	}
	return Ack
}

// cab does not look.
func (t *tolls) cab(b []byte) Result {
	var c car
	if err := json.Unmarshal(b, &c); err != nil {
		return Discard
	}
	if _, err := t.db.ExecContext(context.Background(), `INSERT INTO cabs (id, owner_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.OwnerID); err != nil { // want `writes cabs, whose owner_id refers to owners, which other messages fill, without making sure that it is there`
		return Retry
	}
	return Ack
}
