// Package desk writes what comes in by chains of handlers.
package desk

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/chained/rail"
	"example.com/fixtures/staleconsumer/msgs"
)

type customer struct{ ID, Name, Email, City, Grade string }

type desk struct{ db *sql.DB }

// Lines are what the desk listens to.
func Lines(db *sql.DB) []rail.Runner {
	d := &desk{db}
	tried := rail.Stack[customer]{rail.Safe[customer](), rail.Tried[customer]}
	return []rail.Runner{
		rail.Line("names", rail.Of(d.name)),
		rail.Line("newest", rail.Of(d.newest)),
		rail.Line("emails", own(d.email)),
		rail.Line("cities", rail.Backwards[customer](rail.TakerFunc[customer](d.city), rail.Safe[customer]())),
		rail.Line("grades", tried.Then(rail.TakerFunc[customer](d.grade))),
		rail.LineOf("fees", d.fee, rail.Tried),
		rail.Line("replaced", rail.Instead[customer](rail.TakerFunc[customer](d.replaced))),
	}
}

// own is a chain of the package's own.
func own[T any](f func(context.Context, rail.Parcel[T]) error) rail.Taker[T] {
	return rail.Around(rail.Taker[T](rail.TakerFunc[T](f)), rail.Safe[T](), rail.Tried[T])
}

func (d *desk) name(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET name = $2 WHERE id = $1`, p.Body.ID, p.Body.Name) // want `consumer desk.name overwrites customers`
	return err
}

func (d *desk) newest(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET name = $2, seq = $3 WHERE id = $1 AND seq < $3`, p.Body.ID, p.Body.Name, p.Seq)
	return err
}

func (d *desk) email(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET email = $2 WHERE id = $1`, p.Body.ID, p.Body.Email) // want `consumer desk.email overwrites customers`
	return err
}

func (d *desk) city(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET city = $2 WHERE id = $1`, p.Body.ID, p.Body.City) // want `consumer desk.city overwrites customers`
	return err
}

func (d *desk) grade(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET grade = $2 WHERE id = $1`, p.Body.ID, p.Body.Grade) // want `consumer desk.grade overwrites customers`
	return err
}

func (d *desk) fee(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET fee = $2 WHERE id = $1`, p.Body.ID, p.Body.Grade) // want `consumer desk.fee overwrites customers`
	return err
}

// replaced is never given anything.
func (d *desk) replaced(ctx context.Context, p rail.Parcel[customer]) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET name = $2 WHERE id = $1`, p.Body.ID, p.Body.Name)
	return err
}

// Listen listens to what is not wrapped up.
func Listen(conn *nats.Conn, db *sql.DB) error {
	d := &desk{db}
	if err := rail.Listen(conn, rail.Compose(d.changed, rail.Logged)); err != nil {
		return err
	}
	return rail.Listen(conn, rail.Compose(d.moved, rail.Logged))
}

func (d *desk) changed(ctx context.Context, e msgs.CustomerChanged) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET name = $2 WHERE id = $1`, e.ID, e.Name) // want `consumer desk.changed overwrites customers`
	return err
}

func (d *desk) moved(ctx context.Context, e msgs.CustomerChanged) error {
	_, err := d.db.ExecContext(ctx, `UPDATE customers SET name = $2, version = $3 WHERE id = $1 AND version < $3`, e.ID, e.Name, e.Version)
	return err
}
