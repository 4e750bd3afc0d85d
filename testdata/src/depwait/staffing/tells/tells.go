// Package tells has looks-up whose errors are made into something else, or dropped while what
// they gave is used.
package tells

import (
	"database/sql"
	"encoding/json"
	"errors"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/depwait/waiting"
)

type hired struct{ ID, Name, Company string }

type company struct{ ID, Name string }

// Consumers keep employees.
type Consumers struct{ db *sql.DB }

func (c *Consumers) company(msg *message.Message) error {
	_, err := c.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

func decode(msg *message.Message) (e hired, err error) {
	err = json.Unmarshal(msg.Payload, &e)
	return e, err
}

func (c *Consumers) look(id string) error {
	var one int
	return c.db.QueryRow(`SELECT 1 FROM companies WHERE id = $1`, id).Scan(&one)
}

// What a helper says of the error is only logged.
func (c *Consumers) logs(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var one int
	known, err := waiting.Found(c.db.QueryRow(`SELECT 1 FROM companies WHERE id = $1`, e.Company).Scan(&one))
	if err != nil {
		return err
	}
	if !known {
		log.Print("of an unknown company: ", e.Company)
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `and drops the result of looking for it`
	return err
}

// Or answered by success.
func (c *Consumers) skips(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	known, err := waiting.Found(c.look(e.Company))
	if err != nil {
		return err
	}
	if !known {
		return nil
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `but answers success where it is missing`
	return err
}

// Here it is an error again.
func (c *Consumers) fails(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var one int
	known, err := waiting.Found(c.db.QueryRow(`SELECT 1 FROM companies WHERE id = $1`, e.Company).Scan(&one))
	if err != nil {
		return err
	}
	if !known {
		return errors.New("of an unknown company")
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

// A helper that tells doubles says nothing of what is missing.
func (c *Consumers) doubles(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if fresh, err := waiting.Inserted(c.look(e.Company)); err != nil || !fresh {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (c *Consumers) find(id string) (company, error) {
	found := company{ID: id}
	err := c.db.QueryRow(`SELECT name FROM companies WHERE id = $1`, id).Scan(&found.Name)
	return found, err
}

// The row is found for its name alone, and the error is dropped.
func (c *Consumers) names(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	found, _ := c.find(e.Company)
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, found.Name, e.Company) // want `and drops the result of looking for it`
	return err
}

// What it found is asked for.
func (c *Consumers) asksName(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	found, _ := c.find(e.Company)
	if found.Name == "" {
		return errors.New("of an unknown company")
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, found.Name, e.Company)
	return err
}

// Its own key is written, which is none where there is no row.
func (c *Consumers) refersToFound(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	found, _ := c.find(e.Company)
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, NULLIF($3, ''))`, e.ID, e.Name, found.ID)
	return err
}

// It is handed on, to whoever may ask.
func (c *Consumers) handsOn(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	found, _ := c.find(e.Company)
	if err := check(found); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, found.Name, e.Company)
	return err
}

func check(c company) error {
	if c.Name == "" {
		return errors.New("of an unknown company")
	}
	return nil
}
