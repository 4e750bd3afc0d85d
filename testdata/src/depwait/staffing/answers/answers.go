// Package answers looks for the company before it writes an employee, and answers
// in many ways where it is missing.
package answers

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/cenkalti/backoff/v4"
)

type hired struct{ ID, Name, Company string }

type company struct{ ID string }

type consumer struct{ db *sql.DB }

func (c *consumer) company(msg *message.Message) error {
	_, err := c.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

// find gives back nil where there is no such company.
func (c *consumer) find(ctx context.Context, id string) (*company, error) {
	var found company
	err := c.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, id).Scan(&found.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}

func (c *consumer) exists(ctx context.Context, id string) (ok bool, err error) {
	err = c.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM companies WHERE id = $1)`, id).Scan(&ok)
	return ok, err
}

func (c *consumer) insert(ctx context.Context, e hired) error {
	_, err := c.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

var errMissing = errors.New("company missing")

func decode(msg *message.Message) (e hired, err error) {
	err = json.Unmarshal(msg.Payload, &e)
	return e, err
}

func (c *consumer) falseIsSuccess(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.exists(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if !ok {
		return nil
	}
	return c.insert(msg.Context(), e) // want `consumer consumer.falseIsSuccess of answers.hired writes employees, whose company_id refers to companies, which other messages fill, but answers success where it is missing`
}

func (c *consumer) onlyIfThere(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.exists(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if ok {
		return c.insert(msg.Context(), e) // want `but answers success where it is missing`
	}
	return nil
}

func (c *consumer) nilIsSuccess(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	found, err := c.find(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if found == nil {
		log.Printf("no company %s", e.Company)
		return nil
	}
	return c.insert(msg.Context(), e) // want `but answers success where it is missing`
}

func (c *consumer) nilIsFailure(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	found, err := c.find(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if found == nil {
		return errMissing
	}
	return c.insert(msg.Context(), e)
}

func (c *consumer) noRowsIsSuccess(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var id string
	err = c.db.QueryRow(`SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return c.insert(msg.Context(), e) // want `but answers success where it is missing`
}

func (c *consumer) noRowsIsFailure(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var id string
	switch err := c.db.QueryRow(`SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id); {
	case errors.Is(err, sql.ErrNoRows):
		return errMissing
	case err != nil:
		log.Print(err)
		return nil // of no message's concern: the database is gone
	}
	return c.insert(msg.Context(), e)
}

// What is missing is put aside, to be tried later.
func (c *consumer) putAside(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.exists(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if !ok {
		_, err := c.db.Exec(`INSERT INTO pending_employees (id, body) VALUES ($1, $2)`, e.ID, string(msg.Payload))
		return err
	}
	return c.insert(msg.Context(), e)
}

// Where it is missing a company is made up.
func (c *consumer) makesUp(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.exists(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if !ok {
		if err := c.placeholder(e.Company); err != nil {
			return err
		}
	}
	return c.insert(msg.Context(), e)
}

func (c *consumer) placeholder(id string) error {
	_, err := c.db.Exec(`INSERT INTO companies (id) VALUES ($1)`, id)
	return err
}

// Tried some times, and then handed back.
func (c *consumer) triesSome(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	for range 5 {
		found, err := c.find(msg.Context(), e.Company)
		if err != nil {
			return err
		}
		if found != nil {
			return c.insert(msg.Context(), e)
		}
		time.Sleep(time.Second)
	}
	return errMissing
}

func (c *consumer) countIsNone(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var n int
	if err := c.db.QueryRow(`SELECT count(*) FROM companies WHERE id = $1`, e.Company).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return nil
	}
	return c.insert(msg.Context(), e) // want `but answers success where it is missing`
}

// The number that is compared is that of rows, not of tries.
func (c *consumer) countsRows(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	for {
		var n int
		if err := c.db.QueryRow(`SELECT count(*) FROM companies WHERE id = $1`, e.Company).Scan(&n); err == nil && n > 0 {
			break
		}
		time.Sleep(time.Second)
	}
	return c.insert(msg.Context(), e) // want `and waits for it without a bound`
}

func (c *consumer) backsOffForEver(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	policy := backoff.NewExponentialBackOff()
	policy.MaxElapsedTime = 0
	if err := backoff.Retry(func() error { return c.there(e.Company) }, policy); err != nil {
		return err
	}
	return c.insert(msg.Context(), e) // want `and waits for it without a bound`
}

// A bound by default, of tries, and by the context.
func (c *consumer) backsOff(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	there := func() error { return c.there(e.Company) }
	if err := backoff.Retry(there, backoff.NewExponentialBackOff()); err != nil {
		return err
	}
	return c.insert(msg.Context(), e)
}

func (c *consumer) backsOffSomeTimes(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	err = backoff.Retry(func() error { return c.there(e.Company) }, backoff.WithMaxRetries(backoff.NewConstantBackOff(time.Second), 5))
	if err != nil {
		return err
	}
	return c.insert(msg.Context(), e)
}

func (c *consumer) backsOffByContext(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	err = backoff.Retry(func() error { return c.there(e.Company) }, backoff.WithContext(backoff.NewConstantBackOff(time.Second), msg.Context()))
	if err != nil {
		return err
	}
	return c.insert(msg.Context(), e)
}

func (c *consumer) there(id string) error {
	ok, err := c.exists(context.Background(), id)
	if err == nil && !ok {
		return errMissing
	}
	return err
}

// The failure is noted, and the row written all the same.
func (c *consumer) notesOnly(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := c.there(e.Company); err != nil {
		log.Print("no company: ", err)
	}
	return c.insert(msg.Context(), e) // want `and drops the result of looking for it`
}

func (c *consumer) condition(id string) func() error { return func() error { return c.there(id) } }

// What is tried again is made by a function.
func (c *consumer) triesWhatIsMade(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := backoff.Retry(c.condition(e.Company), backoff.NewExponentialBackOff()); err != nil {
		return err
	}
	return c.insert(msg.Context(), e)
}

func (c *consumer) triesWhatIsMadeForEver(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := backoff.Retry(c.condition(e.Company), backoff.NewConstantBackOff(time.Second)); err != nil {
		return err
	}
	return c.insert(msg.Context(), e) // want `and waits for it without a bound`
}
