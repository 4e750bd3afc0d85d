package forever

import (
	"context"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/cenkalti/backoff/v4"
)

const hasCompany = `SELECT 1 FROM companies WHERE id = $1`

// probe looks for a row that it is told of.
func (d *Desk) probe(query string, args ...any) backoff.Operation {
	return func() error {
		var one int
		return d.db.QueryRow(query, args...).Scan(&one)
	}
}

// rowAtLast waits as long as it takes.
func (d *Desk) rowAtLast(query string, args ...any) error {
	return backoff.Retry(d.probe(query, args...), backoff.NewConstantBackOff(time.Second))
}

// rowSoon gives up.
func (d *Desk) rowSoon(query string, args ...any) error {
	return backoff.Retry(d.probe(query, args...), backoff.WithMaxRetries(backoff.NewConstantBackOff(time.Second), 5))
}

// untilEnd waits until its context ends.
func untilEnd(ctx context.Context, there func() error) error {
	return backoff.Retry(there, backoff.WithContext(backoff.NewConstantBackOff(time.Second), ctx))
}

// withReports has a report sent beside, as long as it takes: its own answer waits for nothing.
func (d *Desk) withReports(query string, args ...any) error {
	var one int
	if err := d.db.QueryRow(query, args...).Scan(&one); err != nil {
		return err
	}
	go func() {
		_ = backoff.Retry(func() error { return d.db.Ping() }, backoff.NewConstantBackOff(time.Second))
	}()
	return nil
}

func (d *Desk) toldRow(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.rowAtLast(hasCompany, e.Company); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.toldRow of .* and waits for it without a bound`
	return err
}

func (d *Desk) toldRowSoon(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.rowSoon(hasCompany, e.Company); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

func (d *Desk) reported(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.withReports(hasCompany, e.Company); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// unending hands what is to be waited for to a wait that nobody ends.
func (d *Desk) unending(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := untilEnd(context.Background(), func() error { return d.require(msg.Context(), e.Company) }); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.unending of .* and waits for it without a bound`
	return err
}

// ending does so to one that ends with the message.
func (d *Desk) ending(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := untilEnd(msg.Context(), func() error { return d.require(msg.Context(), e.Company) }); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// inTime makes its context end.
func (d *Desk) inTime(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := untilEnd(ctx, func() error { return d.require(ctx, e.Company) }); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// BindLibraries subscribes.
func (d *Desk) BindLibraries(r *message.Router, sub message.Subscriber) {
	r.AddNoPublisherHandler("told", "told", sub, d.toldRow)
	r.AddNoPublisherHandler("toldsoon", "toldsoon", sub, d.toldRowSoon)
	r.AddNoPublisherHandler("reported", "reported", sub, d.reported)
	r.AddNoPublisherHandler("unending", "unending", sub, d.unending)
	r.AddNoPublisherHandler("ending", "ending", sub, d.ending)
	r.AddNoPublisherHandler("intime", "intime", sub, d.inTime)
}
