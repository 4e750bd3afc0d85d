// Package named keeps rows that refer to others by the names of their columns alone.
package named

import (
	"database/sql"
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
)

type job struct{ ID, Driver, Truck, Depot string }

type consumer struct{ db *sql.DB }

func decode(msg *message.Message) (j job, err error) {
	err = json.Unmarshal(msg.Payload, &j)
	return j, err
}

func (c *consumer) driver(msg *message.Message) error {
	_, err := c.db.Exec(`INSERT INTO drivers (uuid, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

func (c *consumer) truck(msg *message.Message) error {
	_, err := c.db.Exec(`INSERT INTO trucks (id, plate) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

// The key is called uuid here.
func (c *consumer) byUUID(msg *message.Message) error {
	j, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO jobs (uuid, driver_uuid) VALUES ($1, $2) ON CONFLICT DO NOTHING`, j.ID, j.Driver) // want `writes jobs, whose driver_uuid refers to drivers`
	return err
}

// It is said which part the driver plays.
func (c *consumer) byRole(msg *message.Message) error {
	j, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO rides (uuid, assigned_driver_uuid) VALUES ($1, $2) ON CONFLICT DO NOTHING`, j.ID, j.Driver) // want `writes rides, whose assigned_driver_uuid refers to drivers`
	return err
}

func (c *consumer) byRef(msg *message.Message) error {
	j, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO loads (id, TruckRef) VALUES ($1, $2) ON CONFLICT DO NOTHING`, j.ID, j.Truck) // want `writes loads, whose TruckRef refers to trucks`
	return err
}

// What is kept elsewhere bears the same name.
func (c *consumer) elsewhere(msg *message.Message) error {
	j, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO exports (id, external_driver_id, agency_driver_id, imported_truck_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, j.ID, j.Driver, j.Driver, j.Truck)
	return err
}

// A code says what a truck is like, as far as anybody knows.
func (c *consumer) byCode(msg *message.Message) error {
	j, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO labels (id, truck_code) VALUES ($1, $2) ON CONFLICT DO NOTHING`, j.ID, j.Truck)
	return err
}

// No messages fill depots.
func (c *consumer) own(msg *message.Message) error {
	j, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO stops (id, depot_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, j.ID, j.Depot)
	return err
}

func (c *consumer) looked(msg *message.Message) error {
	j, err := decode(msg)
	if err != nil {
		return err
	}
	var id string
	if err := c.db.QueryRow(`SELECT uuid FROM drivers WHERE uuid = $1`, j.Driver).Scan(&id); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO shifts (id, primary_driver_uuid) VALUES ($1, $2) ON CONFLICT DO NOTHING`, j.ID, j.Driver)
	return err
}
