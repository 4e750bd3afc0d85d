// Package forever waits for a company in loops: some of them never end where it does not
// come.
package forever

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

type hired struct{ ID, Name, Company string }

// A Clock lets time pass.
type Clock interface {
	Now() time.Time
	Sleep(d time.Duration)
}

var errAbsent = errors.New("absent")

// A Desk keeps employees.
type Desk struct {
	db    *sql.DB
	clock Clock
}

func decode(msg *message.Message) (e hired, err error) {
	err = json.Unmarshal(msg.Payload, &e)
	return e, err
}

func (d *Desk) known(ctx context.Context, id string) (bool, error) {
	var n int
	err := d.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

func (d *Desk) require(ctx context.Context, id string) error {
	ok, err := d.known(ctx, id)
	if err == nil && !ok {
		err = errAbsent
	}
	return err
}

func (d *Desk) company(msg *message.Message) error {
	_, err := d.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, msg.UUID, string(msg.Payload))
	return err
}

const insert = `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

func (d *Desk) untilByClock(ctx context.Context, id string) error {
	for {
		ok, err := d.known(ctx, id)
		if err != nil {
			return err
		}
		if ok {
			return nil
		}
		d.clock.Sleep(time.Second)
	}
}

func (d *Desk) byClock(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.untilByClock(msg.Context(), e.Company); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.byClock of .* and waits for it without a bound`
	return err
}

// A clock that is counted by ends.
func (d *Desk) byClockFiveTimes(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		ok, err := d.known(msg.Context(), e.Company)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		if try == 5 {
			return errAbsent
		}
		d.clock.Sleep(time.Second)
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

func pause() { time.Sleep(100 * time.Millisecond) }

// pauseFor ends with the context.
func pauseFor(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Second):
		return nil
	}
}

func (d *Desk) untilPaused(ctx context.Context, id string) error {
	for {
		err := d.require(ctx, id)
		if err == nil {
			return nil
		}
		log.Print(err)
		pause()
	}
}

func (d *Desk) paused(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.untilPaused(msg.Context(), e.Company); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.paused of .* and waits for it without a bound`
	return err
}

func (d *Desk) pausedFor(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	for {
		ok, err := d.known(msg.Context(), e.Company)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		if err := pauseFor(msg.Context()); err != nil {
			return err
		}
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

func (d *Desk) ticked(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for range ticker.C {
		ok, err := d.known(msg.Context(), e.Company)
		if err != nil {
			return err
		}
		if ok {
			break
		}
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.ticked of .* and waits for it without a bound`
	return err
}

func (d *Desk) while(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := d.known(msg.Context(), e.Company)
	for err == nil && !ok {
		time.Sleep(time.Second)
		ok, err = d.known(msg.Context(), e.Company)
	}
	if err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.while of .* and waits for it without a bound`
	return err
}

// Here the tries are counted.
func (d *Desk) whileFiveTimes(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := d.known(msg.Context(), e.Company)
	for try := 0; err == nil && !ok && try < 5; try++ {
		time.Sleep(time.Second)
		ok, err = d.known(msg.Context(), e.Company)
	}
	if err != nil {
		return err
	}
	if !ok {
		return errAbsent
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// Bind subscribes.
func (d *Desk) Bind(r *message.Router, sub message.Subscriber) {
	r.AddNoPublisherHandler("company", "company", sub, d.company)
	r.AddNoPublisherHandler("clock", "clock", sub, d.byClock)
	r.AddNoPublisherHandler("five", "five", sub, d.byClockFiveTimes)
	r.AddNoPublisherHandler("paused", "paused", sub, d.paused)
	r.AddNoPublisherHandler("for", "for", sub, d.pausedFor)
	r.AddNoPublisherHandler("ticked", "ticked", sub, d.ticked)
	r.AddNoPublisherHandler("times", "times", sub, d.whileFiveTimes)
	r.AddNoPublisherHandler("while", "while", sub, d.while)
}
