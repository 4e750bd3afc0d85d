// Package yard declares no copies: what its consumers fill, and what columns
// refer to, their names tell.
package yard

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

// A Store keeps what messages bring.
type Store interface {
	AddTruck(id, depot string) error
	AddDepot(id string) error
	AddTrip(id, truck, driver string) error
	FindTruck(id string) (string, error)
}

type sqlStore struct{ db *sql.DB }

// NewStore returns a store.
func NewStore(db *sql.DB) Store { return &sqlStore{db} }

func (s *sqlStore) AddDepot(id string) error {
	_, err := s.db.Exec(`INSERT INTO depots_cache (id) VALUES ($1) ON CONFLICT DO NOTHING`, id)
	return err
}

func (s *sqlStore) AddTruck(id, depot string) error {
	_, err := s.db.Exec(`INSERT INTO trucks (id, depot_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, depot)
	return err
}

func (s *sqlStore) AddTrip(id, truck, driver string) error {
	_, err := s.db.Exec(`INSERT INTO trips (id, truck_id, driver_id) VALUES ($1, $2, $3)`, id, truck, driver)
	return err
}

func (s *sqlStore) FindTruck(id string) (string, error) {
	var depot string
	err := s.db.QueryRow(`SELECT depot_id FROM trucks WHERE id = $1`, id).Scan(&depot)
	return depot, err
}

type event struct{ ID, Depot, Truck, Driver string }

type handler struct{ store Store }

// Handle handles messages by their kind.
func (h *handler) Handle(msg *message.Message) error {
	var e event
	if err := json.Unmarshal(msg.Payload, &e); err != nil {
		return err
	}
	switch msg.Metadata.Get("kind") {
	case "depot":
		return h.depot(e)
	case "truck":
		return h.truck(e)
	case "trip":
		return h.trip(e)
	}
	return nil
}

func (h *handler) depot(e event) error { return h.store.AddDepot(e.ID) }

func (h *handler) truck(e event) error {
	return h.store.AddTruck(e.ID, e.Depot) // want `consumer handler.truck of yard.event writes trucks, whose depot_id refers to depots_cache, which other messages fill, without making sure that it is there`
}

// The truck is looked for; of drivers nothing is kept.
func (h *handler) trip(e event) error {
	if _, err := h.store.FindTruck(e.Truck); err != nil {
		return err
	}
	return h.store.AddTrip(e.ID, e.Truck, e.Driver)
}
