// Package feed receives messages, and returns channels on which it hands on what they say.
package feed

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"io"

	amqp "github.com/rabbitmq/amqp091-go"
)

type Price struct {
	ID, Amount string
	Revision   int64
}

type Subscriber struct{ ch *amqp.Channel }

func New(ch *amqp.Channel) *Subscriber { return &Subscriber{ch: ch} }

func (s *Subscriber) raw(queue string) (<-chan amqp.Delivery, func(), error) {
	deliveries, err := s.ch.Consume(queue, "", true, false, false, false, nil)
	if err != nil {
		return nil, func() {}, err
	}
	return deliveries, func() { _ = s.ch.Close() }, nil
}

// Prices decodes in a goroutine of its own.
func (s *Subscriber) Prices() (<-chan *Price, func(), error) {
	deliveries, stop, err := s.raw("prices")
	if err != nil {
		return nil, stop, err
	}
	out := make(chan *Price)
	go func() {
		defer close(out)
		for d := range deliveries {
			var p Price
			if json.Unmarshal(d.Body, &p) == nil {
				out <- &p
			}
		}
	}()
	return out, stop, nil
}

// Offers has another function decode.
func (s *Subscriber) Offers() (chan Price, error) {
	deliveries, _, err := s.raw("offers")
	if err != nil {
		return nil, err
	}
	out := make(chan Price, 10)
	go pump(deliveries, out)
	return out, nil
}

func pump(deliveries <-chan amqp.Delivery, out chan<- Price) {
	for d := range deliveries {
		var p Price
		if err := json.Unmarshal(d.Body, &p); err != nil {
			continue
		}
		select {
		case out <- p:
		default:
		}
	}
}

// Latest returns what another function does.
func (s *Subscriber) Latest() (chan Price, error) { return s.Offers() }

// Stored are the prices that are there: no messages.
func Stored(ctx context.Context, db *sql.DB) <-chan Price {
	out := make(chan Price)
	go func() {
		defer close(out)
		rows, err := db.QueryContext(ctx, `SELECT id, amount FROM prices`)
		if err != nil {
			return
		}
		defer rows.Close()
		for rows.Next() {
			var p Price
			if rows.Scan(&p.ID, &p.Amount) == nil {
				out <- p
			}
		}
	}()
	return out
}

// Parse goes through what it is given, by whomever.
func Parse(r io.Reader) <-chan Price {
	out := make(chan Price)
	go func() {
		defer close(out)
		for lines := bufio.NewScanner(r); lines.Scan(); {
			var p Price
			if json.Unmarshal(lines.Bytes(), &p) == nil {
				out <- p
			}
		}
	}()
	return out
}

// Both returns what messages say, and what is there.
func (s *Subscriber) Both(ctx context.Context, db *sql.DB) (chan Price, <-chan Price, error) {
	live, err := s.Offers()
	return live, Stored(ctx, db), err
}
