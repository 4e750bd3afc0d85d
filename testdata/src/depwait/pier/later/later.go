// Package later has what it reads committed from time to time: where the program ends, that
// was not done yet. And it counts, between the messages.
package later

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"
	"time"

	"github.com/segmentio/kafka-go"
)

type (
	SlipBuilt struct{ ID string }
	BoatCame  struct{ ID, SlipID string }
)

type port struct{ db *sql.DB }

func open(topic string) *kafka.Reader {
	return kafka.NewReader(kafka.ReaderConfig{Topic: topic, GroupID: "later", CommitInterval: time.Second})
}

func (p *port) Slips(ctx context.Context) error {
	r := open("slips")
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		var s SlipBuilt
		if err := json.Unmarshal(m.Value, &s); err != nil {
			continue
		}
		if _, err := p.db.ExecContext(ctx, `INSERT INTO slips (id) VALUES ($1) ON CONFLICT DO NOTHING`, s.ID); err != nil {
			log.Print(err)
		}
	}
}

func (p *port) take(ctx context.Context, b BoatCame) error {
	var id string
	if err := p.db.QueryRowContext(ctx, `SELECT id FROM slips WHERE id = $1`, b.SlipID).Scan(&id); err != nil {
		return err
	}
	_, err := p.db.ExecContext(ctx, `INSERT INTO boats (id, slip_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, b.ID, b.SlipID)
	return err
}

// Boats ends the program before the message is committed.
func (p *port) Boats(ctx context.Context) {
	r := open("boats")
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			log.Fatal(err)
		}
		var b BoatCame
		if err := json.Unmarshal(m.Value, &b); err != nil {
			continue
		}
		if err := p.take(ctx, b); err != nil {
			log.Fatal(err)
		}
	}
}

// Counted goes on with the next message, and waits for nothing: the clock is for counting.
func (p *port) Counted(ctx context.Context) {
	r, in, tick := open("counted"), make(chan kafka.Message), time.NewTicker(time.Second)
	go func() {
		for {
			if m, err := r.ReadMessage(ctx); err == nil {
				in <- m
			}
		}
	}()
	n := 0
	for {
		select {
		case <-tick.C:
			log.Print(n)
		case m := <-in:
			n++
			var b BoatCame
			if err := json.Unmarshal(m.Value, &b); err != nil {
				continue
			}
			if err := p.take(ctx, b); err != nil { // want `consumer port.Counted of later.BoatCame writes boats, .* acknowledges the message where it is missing`
				log.Print(err)
			}
		}
	}
}
