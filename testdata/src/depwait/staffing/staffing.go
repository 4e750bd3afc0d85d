// Package staffing keeps copies of companies and of employees, whose foreign
// keys the migrations tell.
package staffing

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/depwait/waiting"
)

type employeeHired struct {
	ID, Name, Company, Grade string
}

type consumers struct{ db *sql.DB }

const insertEmployee = `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

func decode(msg *message.Message) (e employeeHired, err error) {
	err = json.Unmarshal(msg.Payload, &e)
	return e, err
}

func (c *consumers) companyCreated(msg *message.Message) error {
	_, err := c.db.ExecContext(msg.Context(), `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

func (c *consumers) unchecked(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.ExecContext(msg.Context(), insertEmployee, e.ID, e.Name, e.Company) // want `consumer consumers.unchecked of staffing.employeeHired writes employees, whose company_id refers to companies, which other messages fill, without making sure that it is there`
	return err
}

// The company is read, and where it is not there the message comes again.
func (c *consumers) handedBack(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var id string
	if err := c.db.QueryRow(`SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id); err != nil {
		return err
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
	return err
}

func (c *consumers) hasCompany(id string) (bool, error) {
	var n int
	err := c.db.QueryRow(`SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

var errMissing = errors.New("company missing")

// A helper reads it.
func (c *consumers) byHelper(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.hasCompany(e.Company)
	if err != nil {
		return err
	}
	if !ok {
		return errMissing
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
	return err
}

// A bounded wait, whose condition reads the parent.
func (c *consumers) waits(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	err = waiting.TryWaitUntil(msg.Context(), time.Minute, func() (bool, error) { return c.hasCompany(e.Company) })
	if err != nil {
		return err
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
	return err
}

func (c *consumers) dropsTheWait(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_ = waiting.TryWaitUntil(msg.Context(), time.Minute, func() (bool, error) { return c.hasCompany(e.Company) })
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company) // want `consumer consumers.dropsTheWait of staffing.employeeHired writes employees, whose company_id refers to companies, which other messages fill, and drops the result of looking for it`
	return err
}

// Tried again and again, ten times at most.
func (c *consumers) loops(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	for range 10 {
		ok, err := c.hasCompany(e.Company)
		if err == nil && ok {
			_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
			return err
		}
		time.Sleep(time.Second)
	}
	return errMissing
}

func (c *consumers) loopsForEver(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	for {
		ok, _ := c.hasCompany(e.Company)
		if ok {
			break
		}
		time.Sleep(time.Second)
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company) // want `consumer consumers.loopsForEver of staffing.employeeHired writes employees, whose company_id refers to companies, which other messages fill, and waits for it without a bound`
	return err
}

// As long as the message's context lasts.
func (c *consumers) loopsWithContext(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	for {
		ok, _ := c.hasCompany(e.Company)
		if ok {
			break
		}
		if err := msg.Context().Err(); err != nil {
			return err
		}
		time.Sleep(time.Second)
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
	return err
}

func (c *consumers) swallows(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var id string
	if err := c.db.QueryRow(`SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id); err != nil {
		log.Print("no company yet: ", err)
		return nil
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company) // want `consumer consumers.swallows of staffing.employeeHired writes employees, whose company_id refers to companies, which other messages fill, but answers success where it is missing, so the message is lost`
	return err
}

// The message is handed back by hand.
func (c *consumers) nacks(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var id string
	if err := c.db.QueryRow(`SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id); err != nil {
		msg.Nack()
		return nil
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
	return err
}

// The same message brings the company.
func (c *consumers) bringsBoth(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if _, err := c.db.Exec(`INSERT INTO companies (id) VALUES ($1) ON CONFLICT DO NOTHING`, e.Company); err != nil {
		return err
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
	return err
}

// The key is left empty.
func (c *consumers) withoutCompany(msg *message.Message) error {
	_, err := c.db.Exec(`INSERT INTO employees (id, name) VALUES ($1, $2)`, msg.UUID, string(msg.Payload))
	return err
}

// Grades are the service's own: no message brings them.
func (c *consumers) graded(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, grade_id) VALUES ($1, $2)`, e.ID, e.Grade)
	return err
}

// The key is checked when the transaction ends.
func (c *consumers) contract(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO contracts (id, company_id) VALUES ($1, $2)`, e.ID, e.Company)
	return err
}

// The database refuses the row, and the code tells that failure apart.
func (c *consumers) tellsKeys(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
	var state interface{ SQLState() string }
	if errors.As(err, &state) && state.SQLState() == "23503" {
		return errMissing
	}
	return err
}

// The statement itself writes only where the parent is, and nobody asks whether it has.
func (c *consumers) inTheStatement(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, company_id) SELECT $1, c.id FROM companies c WHERE c.id = $2`, e.ID, e.Company) // want `but answers success where it is missing`
	return err
}

// Right on one branch, wrong on the other.
func (c *consumers) onOneBranch(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	switch msg.Metadata.Get("kind") {
	case "hired":
		ok, err := c.hasCompany(e.Company)
		if err != nil || !ok {
			return errMissing
		}
		_, err = c.db.Exec(insertEmployee, e.ID, e.Name, e.Company)
		return err
	case "moved":
		_, err := c.db.Exec(`UPDATE employees SET company_id = $2 WHERE id = $1`, e.ID, e.Company) // want `consumer consumers.onOneBranch of staffing.employeeHired writes employees, whose company_id refers to companies`
		return err
	}
	return nil
}

// No message leads here.
func (c *consumers) hire(ctx context.Context, e employeeHired) error {
	_, err := c.db.ExecContext(ctx, insertEmployee, e.ID, e.Name, e.Company)
	return err
}

func (c *consumers) employeeSeen(msg *message.Message) error {
	_, err := c.db.Exec(`INSERT INTO badges (id, employee) VALUES ($1, $2)`, msg.UUID, string(msg.Payload)) // want `consumer consumers.employeeSeen writes badges, whose employee refers to employees`
	return err
}

// Any company that has room will do, and the one that is found is there.
func (c *consumers) anyCompany(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var company string
	err = c.db.QueryRow(`SELECT id FROM companies WHERE name <> '' LIMIT 1`).Scan(&company)
	if errors.Is(err, sql.ErrNoRows) {
		log.Print("no company has room for ", e.ID)
		return nil
	}
	if err != nil {
		return err
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, company)
	return err
}

// The one that the message names is looked for as well.
func (c *consumers) notAny(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var company string
	err = c.db.QueryRow(`SELECT id FROM companies WHERE name <> '' AND id = $1`, e.Company).Scan(&company)
	if errors.Is(err, sql.ErrNoRows) {
		log.Print("no such company ", e.ID)
		return nil
	}
	if err != nil {
		return err
	}
	_, err = c.db.Exec(insertEmployee, e.ID, e.Name, company) // want `answers success where it is missing`
	return err
}
