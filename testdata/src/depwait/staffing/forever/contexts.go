package forever

import (
	"context"
	"fmt"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

// untilDone ends with its context.
func (d *Desk) untilDone(ctx context.Context, id string) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		ok, err := d.known(context.WithoutCancel(ctx), id)
		if err != nil {
			return err
		}
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("company %s: %w", id, ctx.Err())
		case <-tick.C:
		}
	}
}

func (d *Desk) awaited(ctx context.Context, e hired) error { return d.untilDone(ctx, e.Company) }

// detached waits on where nobody can stop it.
func (d *Desk) detached(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.awaited(context.WithoutCancel(msg.Context()), e); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.detached of .* and waits for it without a bound`
	return err
}

type traceKey struct{}

func (d *Desk) background(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ctx := context.WithValue(context.Background(), traceKey{}, e.ID)
	for {
		ok, err := d.known(ctx, e.Company)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.background of .* and waits for it without a bound`
	return err
}

// within ends in time: it has made its context do so.
func (d *Desk) within(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(msg.Context()), time.Minute)
	defer cancel()
	if err := d.awaited(ctx, e); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// stoppable ends with the context of its message, as whoever brings that will have it.
func (d *Desk) stoppable(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := d.awaited(msg.Context(), e); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// thrice counts its tries, whatever the context.
func (d *Desk) thrice(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ctx := context.Background()
	for try := 0; ; try++ {
		if ok, err := d.known(ctx, e.Company); err != nil || ok {
			if err != nil {
				return err
			}
			break
		}
		if try == 3 {
			return errAbsent
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// poll asks no more than a number of times, and tells by its answer whether it was told yes.
func poll(ctx context.Context, times int, cond func() (bool, error)) (bool, error) {
	for range times {
		if ok, err := cond(); ok || err != nil {
			return ok, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return false, nil
}

// require asks likewise, and fails where it was not told yes.
func require(ctx context.Context, times int, cond func() (bool, error)) (bool, error) {
	for range times {
		if ok, err := cond(); ok || err != nil {
			return ok, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return false, errAbsent
}

// unheard looks at the error alone.
func (d *Desk) unheard(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if _, err := poll(msg.Context(), 30, func() (bool, error) { return d.known(msg.Context(), e.Company) }); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.unheard of .* and drops the result of looking for it`
	return err
}

func (d *Desk) heard(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := poll(msg.Context(), 30, func() (bool, error) { return d.known(msg.Context(), e.Company) })
	if err != nil {
		return err
	}
	if !ok {
		return errAbsent
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// told by the error, it needs no answer.
func (d *Desk) told(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if _, err := require(msg.Context(), 30, func() (bool, error) { return d.known(msg.Context(), e.Company) }); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

func (d *Desk) present(ctx context.Context, id string) (bool, error) {
	ok, err := d.known(ctx, id)
	if err != nil {
		return false, err
	}
	if !ok {
		return false, nil
	}
	return true, nil
}

// asksOnly asks, and does not listen.
func (d *Desk) asksOnly(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if _, err := d.present(msg.Context(), e.Company); err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.asksOnly of .* and drops the result of looking for it`
	return err
}

// BindContexts subscribes.
func (d *Desk) BindContexts(r *message.Router, sub message.Subscriber) {
	r.AddNoPublisherHandler("detached", "detached", sub, d.detached)
	r.AddNoPublisherHandler("background", "background", sub, d.background)
	r.AddNoPublisherHandler("within", "within", sub, d.within)
	r.AddNoPublisherHandler("stoppable", "stoppable", sub, d.stoppable)
	r.AddNoPublisherHandler("thrice", "thrice", sub, d.thrice)
	r.AddNoPublisherHandler("unheard", "unheard", sub, d.unheard)
	r.AddNoPublisherHandler("heard", "heard", sub, d.heard)
	r.AddNoPublisherHandler("told", "told", sub, d.told)
	r.AddNoPublisherHandler("asks", "asks", sub, d.asksOnly)
}
