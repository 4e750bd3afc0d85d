// Package desk has handlers of requests and of messages that come in by one router.
package desk

import (
	"context"
	"database/sql"

	"example.com/fixtures/staleconsumer/msgs"
	"example.com/fixtures/staleconsumer/requests/rails"
)

// A Desk keeps customers.
type Desk struct{ db *sql.DB }

// A Done tells that something was done.
type Done struct{ OK bool }

// A Customer is what is kept of one.
type Customer struct{ ID, Name string }

// Routes says who handles what.
func (d *Desk) Routes(r *rails.Router) {
	g := r.Group("desk.")
	rails.Serve(g, "rename", d.Rename)
	rails.Serve(g, "touch", d.Touch)
	rails.Serve(g, "spell", func(c *rails.Call, req msgs.CustomerChanged) (*Customer, error) {
		if err := d.write(c, req); err != nil {
			return nil, err
		}
		return &Customer{req.ID, req.Name}, nil
	})
	rails.Listen(g, "renamed", d.Renamed)
	rails.Confirm(g, "confirmed", d.Confirmed)
	rails.Listen(g, "spelled", func(c *rails.Call, e msgs.CustomerChanged) error {
		_, err := d.db.ExecContext(c, "UPDATE customers SET spelling = $1 WHERE id = $2", e.Name, e.ID) // want `consumer Desk.Routes overwrites customers by a message`
		return err
	})
}

// Rename is asked for by somebody who waits for the customer.
func (d *Desk) Rename(c *rails.Call, req msgs.CustomerChanged) (*Customer, error) {
	_, err := d.db.ExecContext(c, "UPDATE customers SET name = $1 WHERE id = $2", req.Name, req.ID)
	return &Customer{req.ID, req.Name}, err
}

// Touch answers with little, but by a type of its own.
func (d *Desk) Touch(c *rails.Call, req msgs.CustomerChanged) (*Done, error) {
	_, err := d.db.ExecContext(c, "UPDATE customers SET touched = $1 WHERE id = $2", req.Name, req.ID)
	return &Done{true}, err
}

func (d *Desk) write(ctx context.Context, e msgs.CustomerChanged) error {
	_, err := d.db.ExecContext(ctx, "UPDATE customers SET spelled = $1 WHERE id = $2", e.Name, e.ID)
	return err
}

// Renamed is told.
func (d *Desk) Renamed(c *rails.Call, e msgs.CustomerChanged) error {
	_, err := d.db.ExecContext(c, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer Desk.Renamed overwrites customers by a message`
	return err
}

// Confirmed is told, and says no more than that it was.
func (d *Desk) Confirmed(c *rails.Call, e msgs.CustomerChanged) error {
	_, err := d.db.ExecContext(c, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `consumer Desk.Confirmed overwrites customers by a message`
	return err
}
