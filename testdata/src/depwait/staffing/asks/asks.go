// Package asks looks companies up by functions that it gives to others: which ask
// them, wait for them, or keep to themselves what they hear.
package asks

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

type hired struct {
	ID, Name, Company string
	Temporary         bool
}

type lookup func(ctx context.Context, id string) (bool, error)

// Companies are kept somewhere.
type Companies interface {
	Known(ctx context.Context, id string) (bool, error)
}

type pgCompanies struct{ db *sql.DB }

func (p pgCompanies) Known(ctx context.Context, id string) (bool, error) {
	var n int
	err := p.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

// Consumers keep employees.
type Consumers struct {
	db        *sql.DB
	companies Companies
	seen      map[string]bool
}

// New returns consumers.
func New(db *sql.DB) *Consumers { return &Consumers{db, pgCompanies{db}, nil} }

func (c *Consumers) company(msg *message.Message) error {
	_, err := c.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

func decode(msg *message.Message) (e hired, err error) {
	err = json.Unmarshal(msg.Payload, &e)
	return e, err
}

func (c *Consumers) insert(e hired) error {
	_, err := c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

var (
	errAbsent   = errors.New("absent")
	errNotFound = errors.New("not found")
)

func (c *Consumers) known(ctx context.Context, id string) (bool, error) {
	var n int
	err := c.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

func require(ctx context.Context, id string, find lookup) error {
	ok, err := find(ctx, id)
	if err == nil && !ok {
		err = fmt.Errorf("%s: %w", id, errAbsent)
	}
	return err
}

// await asks a few times, and gives up.
func await(ctx context.Context, there func() (bool, error)) error {
	for try := range 5 {
		ok, err := there()
		if err != nil {
			return err
		}
		if ok {
			return nil
		}
		time.Sleep(time.Duration(try) * time.Second)
	}
	return errAbsent
}

// A method of the package's is asked.
func (c *Consumers) byMethod(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := require(msg.Context(), e.Company, c.known); err != nil {
		return err
	}
	return c.insert(e)
}

// So is one of an interface's.
func (c *Consumers) byInterface(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := require(msg.Context(), e.Company, c.companies.Known); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

// Where the company is not looked for, the foreign key refuses what came too early.
func (c *Consumers) onlySome(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if !e.Temporary {
		if err := require(msg.Context(), e.Company, c.known); err != nil {
			return err
		}
	}
	_, err = c.db.Exec(`INSERT INTO visits (id, company_id) VALUES ($1, $2)`, e.ID, e.Company) // want `but looks for it in some messages only`
	return err
}

// Here the key may be empty: whoever is employed for a time has no company.
func (c *Consumers) maybeNone(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if !e.Temporary {
		if err := require(msg.Context(), e.Company, c.known); err != nil {
			return err
		}
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, NULLIF($3, ''))`, e.ID, e.Name, e.Company)
	return err
}

// Only those are written of which the company is looked for.
func (c *Consumers) thoseAlone(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if e.Temporary {
		return nil
	}
	if err := require(msg.Context(), e.Company, c.known); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO visits (id, company_id) VALUES ($1, $2)`, e.ID, e.Company)
	return err
}

// What else decides whether it is looked for may know that it is there.
func (c *Consumers) remembers(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if !c.seen[e.Company] {
		if err := require(msg.Context(), e.Company, c.known); err != nil {
			return err
		}
	}
	_, err = c.db.Exec(`INSERT INTO visits (id, company_id) VALUES ($1, $2)`, e.ID, e.Company)
	return err
}

func (c *Consumers) waits(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := await(msg.Context(), func() (bool, error) { return c.known(msg.Context(), e.Company) }); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (c *Consumers) waitsInVain(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := await(msg.Context(), func() (bool, error) { return c.known(msg.Context(), e.Company) }); err != nil {
		log.Print(err)
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `and drops the result of looking for it`
	return err
}

// waitsUnlessMissing minds all failures but the one that matters.
func (c *Consumers) waitsUnlessMissing(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := await(msg.Context(), c.there(msg.Context(), e.Company)); err != nil {
		if !errors.Is(err, errNotFound) {
			return err
		}
		log.Print(err)
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `and drops the result of looking for it`
	return err
}

// A company that is not there is made up.
func (c *Consumers) makesUp(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := require(msg.Context(), e.Company, c.known); err != nil {
		if !errors.Is(err, errNotFound) {
			return err
		}
		if _, err := c.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, '') ON CONFLICT DO NOTHING`, e.Company); err != nil {
			return err
		}
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (c *Consumers) forgets(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_ = require(msg.Context(), e.Company, c.known)
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `and drops the result of looking for it`
	return err
}

func (c *Consumers) there(ctx context.Context, id string) func() (bool, error) {
	return func() (bool, error) { return c.known(ctx, id) }
}

func (c *Consumers) waitsByMade(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := await(msg.Context(), c.there(msg.Context(), e.Company)); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (c *Consumers) waitsByMadeInVain(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_ = await(msg.Context(), c.there(msg.Context(), e.Company))
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `and drops the result of looking for it`
	return err
}

// settle gives the company some time to come, and says nothing.
func (c *Consumers) settle(ctx context.Context, id string) {
	for left := 5; left > 0; left-- {
		ok, err := c.known(ctx, id)
		if err != nil {
			log.Print(err)
		} else if ok {
			return
		}
		time.Sleep(time.Second)
	}
	log.Print("still missing")
}

func (c *Consumers) settles(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	c.settle(msg.Context(), e.Company)
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `and drops the result of looking for it`
	return err
}

// warm says nothing either, but another look decides.
func (c *Consumers) warm(ctx context.Context, id string) {
	if ok, err := c.known(ctx, id); err != nil || !ok {
		log.Print("cold")
	}
}

func (c *Consumers) warms(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	c.warm(msg.Context(), e.Company)
	if err := require(msg.Context(), e.Company, c.known); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

// The key is left empty where the company is not known.
func (c *Consumers) leavesOut(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	company := &e.Company
	ok, err := c.known(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if !ok {
		company = nil
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, company)
	return err
}

// The same, of a variable that a function literal shares.
func (c *Consumers) leavesOutShared(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.known(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if !ok {
		e.Company = ""
	}
	return func() error {
		_, err := c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, NULLIF($3, ''))`, e.ID, e.Name, e.Company)
		return err
	}()
}

func (c *Consumers) park(id string, body []byte) error {
	_, err := c.db.Exec(`INSERT INTO parked (waits_for, body) VALUES ($1, $2)`, id, body)
	return err
}

// Received goes on with the next message whatever comes of one.
func (c *Consumers) Received(messages <-chan *message.Message) {
	for msg := range messages {
		if err := c.parks(msg); err != nil {
			log.Print(err)
		}
		if err := c.gives(msg); err != nil {
			log.Print(err)
		}
		msg.Ack()
	}
}

// What comes too early is put aside: that the message is acknowledged does not matter.
func (c *Consumers) parks(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.known(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if !ok {
		return c.park(e.Company, msg.Payload)
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company)
	return err
}

func (c *Consumers) gives(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.known(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if !ok {
		return errAbsent
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3)`, e.ID, e.Name, e.Company) // want `but acknowledges the message where it is missing`
	return err
}
