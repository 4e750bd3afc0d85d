package forever

import (
	"context"
	"errors"
	"log"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

// await asks a few times, as it is told.
func await(ctx context.Context, id string, there func(context.Context, string) (bool, error)) error {
	for range 20 {
		if ok, err := there(ctx, id); err != nil || ok {
			return err
		}
		time.Sleep(time.Second)
	}
	return errAbsent
}

// aside has its employee stored by storeAside.
func (d *Desk) aside(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	return d.storeAside(msg.Context(), e)
}

// storeAside waits in a goroutine that nobody waits for, and writes meanwhile.
func (d *Desk) storeAside(ctx context.Context, e hired) error {
	go func() {
		if err := await(ctx, e.Company, d.known); err != nil {
			log.Printf("company %s did not come: %v", e.Company, err)
		}
	}()
	_, err := d.db.Exec(insert, e.ID, e.Name, e.Company) // want `consumer Desk.storeAside of .* and drops the result of looking for it`
	return err
}

// asideInTime does so too, with a context of its own, which it ends.
func (d *Desk) asideInTime(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	return d.storeInTime(msg.Context(), e)
}

func (d *Desk) storeInTime(ctx context.Context, e hired) error {
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		if ok, err := d.known(ctx, e.Company); err != nil || !ok {
			log.Printf("company %s did not come: %v", e.Company, err)
		}
	}()
	_, err := d.db.Exec(insert, e.ID, e.Name, e.Company) // want `and drops the result of looking for it`
	return err
}

// stopsAll ends the context by which the row is written, where the company is not there.
func (d *Desk) stopsAll(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	return d.storeUnlessStopped(msg.Context(), e)
}

func (d *Desk) storeUnlessStopped(ctx context.Context, e hired) error {
	ctx, stop := context.WithCancelCause(ctx)
	go func() {
		if ok, _ := d.known(ctx, e.Company); !ok {
			stop(errAbsent)
		}
	}()
	_, err := d.db.ExecContext(ctx, insert, e.ID, e.Name, e.Company)
	return err
}

// heardOf waits for the goroutine, which tells by a channel.
func (d *Desk) heardOf(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	come := make(chan error, 1)
	go func() { come <- await(msg.Context(), e.Company, d.known) }()
	if err := <-come; err != nil {
		return err
	}
	_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
	return err
}

// closed is told by a channel that is closed where the company has come.
func (d *Desk) closed(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	here := make(chan struct{})
	go func() {
		if err := await(msg.Context(), e.Company, d.known); err == nil {
			close(here)
		}
	}()
	select {
	case <-here:
		_, err = d.db.Exec(insert, e.ID, e.Name, e.Company)
		return err
	case <-time.After(time.Minute):
		return errors.New("company did not come")
	}
}

// BindBeside subscribes.
func (d *Desk) BindBeside(r *message.Router, sub message.Subscriber) {
	r.AddNoPublisherHandler("aside", "aside", sub, d.aside)
	r.AddNoPublisherHandler("asideintime", "aside", sub, d.asideInTime)
	r.AddNoPublisherHandler("stopsall", "aside", sub, d.stopsAll)
	r.AddNoPublisherHandler("heardof", "heardof", sub, d.heardOf)
	r.AddNoPublisherHandler("closed", "closed", sub, d.closed)
}
