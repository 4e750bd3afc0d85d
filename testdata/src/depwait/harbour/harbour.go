// Package harbour starts each of its consumers in a function of its own: what one of them
// looks for, the others do not.
package harbour

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	"github.com/segmentio/kafka-go"
)

type (
	Ship  struct{ ID, Name string }
	Cargo struct{ ID, ShipID string }
)

type yard struct{ db *sql.DB }

func (y *yard) hasShip(id string) (ok bool, err error) {
	err = y.db.QueryRow(`SELECT EXISTS (SELECT 1 FROM ships WHERE id = $1)`, id).Scan(&ok)
	return ok, err
}

func (y *yard) saveShip(s *Ship) error {
	_, err := y.db.Exec(`INSERT INTO ships (id, name) VALUES ($1, $2)`, s.ID, s.Name)
	return err
}

func (y *yard) saveCargo(c *Cargo) error {
	_, err := y.db.Exec(`INSERT INTO cargoes (id, ship_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.ShipID)
	return err
}

func consume[T any](r *kafka.Reader, handle func(*T) error) error {
	for {
		m, err := r.FetchMessage(context.Background())
		if err != nil {
			return err
		}
		v := new(T)
		if err := json.Unmarshal(m.Value, v); err != nil {
			return err
		}
		if err := handle(v); err != nil {
			return err
		}
		if err := r.CommitMessages(context.Background(), m); err != nil {
			return err
		}
	}
}

func start(y *yard, ships, cargoes, loads *kafka.Reader) {
	for _, run := range []func() error{
		func() error {
			return consume(ships, func(s *Ship) error {
				there, err := y.hasShip(s.ID)
				if err != nil || there {
					return err
				}
				return y.saveShip(s)
			})
		},
		func() error {
			return consume(cargoes, func(c *Cargo) error {
				return y.saveCargo(c) // want `writes cargoes, whose ship_id refers to ships`
			})
		},
		func() error {
			return consume(loads, func(c *Cargo) error {
				there, err := y.hasShip(c.ShipID)
				if err != nil {
					return err
				}
				if !there {
					return sql.ErrNoRows
				}
				return y.saveCargo(c)
			})
		},
	} {
		go func() { log.Println(run()) }()
	}
}
