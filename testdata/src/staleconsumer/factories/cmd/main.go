package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"
	"time"

	"example.com/fixtures/staleconsumer/factories/run"
)

type customer struct {
	ID, Name, Street string
	ChangedAt        time.Time
}

type app struct{ db *sql.DB }

func (a *app) Rename(body []byte) error {
	var c customer
	if err := json.Unmarshal(body, &c); err != nil {
		return err
	}
	_, err := a.db.Exec("UPDATE customers SET name = $1 WHERE id = $2", c.Name, c.ID) // want `consumer renames overwrites customers by a message of type main.customer without comparing their order`
	return err
}

func (a *app) Move(body []byte) error {
	var c customer
	if err := json.Unmarshal(body, &c); err != nil {
		return err
	}
	_, err := a.db.Exec("UPDATE customers SET street = $1, changed_at = $2 WHERE id = $3 AND changed_at < $2", c.Street, c.ChangedAt, c.ID)
	return err
}

// Reset is asked for by hand.
func (a *app) Reset(body []byte) error {
	var c customer
	if err := json.Unmarshal(body, &c); err != nil {
		return err
	}
	_, err := a.db.Exec("UPDATE customers SET name = $1, street = $2 WHERE id = $3", c.Name, c.Street, c.ID)
	return err
}

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	a := &app{db}
	if err := run.Command(a, "reset", "customer.json"); err != nil {
		log.Fatal(err)
	}
	log.Fatal(run.Start(context.Background(), a))
}
