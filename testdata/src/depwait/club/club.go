// Package club looks for several parents by one query, or inserts what it finds of one.
package club

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/ThreeDotsLabs/watermill/message"
)

type (
	PersonSeen  struct{ ID, Name string }
	TeamFounded struct{ ID, Name string }
	Joined      struct{ Person, Team, Role string }
	Dressed     struct{ Person, Number string }
)

type consumer struct{ db *sql.DB }

func read[T any](m *message.Message) (v T, err error) {
	err = json.Unmarshal(m.Payload, &v)
	return v, err
}

func (c *consumer) person(m *message.Message) error {
	e, err := read[PersonSeen](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO persons (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

func (c *consumer) team(m *message.Message) error {
	e, err := read[TeamFounded](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO squads (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.Name)
	return err
}

const both = `SELECT EXISTS (SELECT 1 FROM persons WHERE id = $1), EXISTS (SELECT 1 FROM squads WHERE id = $2)`

const counts = `SELECT (SELECT count(*) FROM persons WHERE id = $1) AS p, (SELECT count(*) FROM squads WHERE id = $2) AS t`

var errEarly = errors.New("not here yet")

func (c *consumer) add(e Joined) error {
	_, err := c.db.Exec(`INSERT INTO members (person_id, squad_id, role) VALUES ($1, $2, $3)`, e.Person, e.Team, e.Role)
	return err
}

func (c *consumer) asksBoth(m *message.Message) error {
	e, err := read[Joined](m)
	if err != nil {
		return err
	}
	var person, team bool
	if err := c.db.QueryRow(both, e.Person, e.Team).Scan(&person, &team); err != nil {
		return err
	}
	if !person || !team {
		return errEarly
	}
	return c.add(e)
}

// The team is asked for, and nobody looks at the answer.
func (c *consumer) asksOne(m *message.Message) error {
	e, err := read[Joined](m)
	if err != nil {
		return err
	}
	var person, team bool
	if err := c.db.QueryRow(both, e.Person, e.Team).Scan(&person, &team); err != nil {
		return err
	}
	if !person {
		return errEarly
	}
	return c.add(e) // want `whose squad_id refers to squads, which other messages fill, and drops the result`
}

func (c *consumer) losesOne(m *message.Message) error {
	e, err := read[Joined](m)
	if err != nil {
		return err
	}
	var persons, squads int
	if err := c.db.QueryRow(counts, e.Person, e.Team).Scan(&persons, &squads); err != nil {
		return err
	}
	if persons == 0 {
		return nil
	}
	if squads == 0 {
		return errEarly
	}
	return c.add(e) // want `whose person_id refers to persons, which other messages fill, but answers success`
}

// Both answers are put together.
func (c *consumer) sums(m *message.Message) error {
	e, err := read[Joined](m)
	if err != nil {
		return err
	}
	var persons, squads int
	if err := c.db.QueryRow(counts, e.Person, e.Team).Scan(&persons, &squads); err != nil {
		return err
	}
	if persons+squads < 2 {
		return errEarly
	}
	return c.add(e)
}

func (c *consumer) ask(person, team string) (p, t bool, err error) {
	err = c.db.QueryRow(both, person, team).Scan(&p, &t)
	return p, t, err
}

func (c *consumer) asksElsewhere(m *message.Message) error {
	e, err := read[Joined](m)
	if err != nil {
		return err
	}
	person, team, err := c.ask(e.Person, e.Team)
	if err != nil {
		return err
	}
	if !person || !team {
		return errEarly
	}
	return c.add(e)
}

// It inserts nothing where there is no such person.
func (c *consumer) inserts(m *message.Message) error {
	e, err := read[Dressed](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO shirts (person_id, number) SELECT p.id, $2 FROM persons p WHERE p.id = $1`, e.Person, e.Number) // want `whose person_id refers to persons, which other messages fill, but answers success where it is missing`
	return err
}

func (c *consumer) insertsAndAsks(m *message.Message) error {
	e, err := read[Dressed](m)
	if err != nil {
		return err
	}
	res, err := c.db.Exec(`INSERT INTO shirts (person_id, number) SELECT p.id, $2 FROM persons p WHERE p.id = $1`, e.Person, e.Number)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errEarly
	}
	return nil
}

// That one asks by what it gives back.
func (c *consumer) insertsAndReturns(m *message.Message) error {
	e, err := read[Dressed](m)
	if err != nil {
		return err
	}
	var id string
	return c.db.QueryRow(`INSERT INTO shirts (person_id, number) SELECT p.id, $2 FROM persons p WHERE p.id = $1 RETURNING person_id`, e.Person, e.Number).Scan(&id)
}

// The squad is the one of a member who is there, and must have been there before.
func (c *consumer) lends(m *message.Message) error {
	e, err := read[Dressed](m)
	if err != nil {
		return err
	}
	res, err := c.db.Exec(`INSERT INTO loans (id, squad_id, number) SELECT $1, m.squad_id, $3 FROM members AS m WHERE m.person_id = $2`, e.Person+e.Number, e.Person, e.Number)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errEarly
	}
	return nil
}

// This one is told which squad, and only finds out of members what nobody asked for.
func (c *consumer) lendsTo(m *message.Message) error {
	e, err := read[Joined](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO loans (id, squad_id, number) SELECT $1, $2, m.role FROM members m WHERE m.person_id = $3`, e.Person+e.Team, e.Team, e.Person) // want `writes loans, whose squad_id refers to squads, which other messages fill, without making sure that it is there`
	return err
}

// Everybody who is there gets one, however many that are.
func (c *consumer) insertsForAll(m *message.Message) error {
	e, err := read[Dressed](m)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO shirts (person_id, number) SELECT p.id, $2 FROM persons p WHERE p.name = $1`, e.Person, e.Number)
	return err
}
