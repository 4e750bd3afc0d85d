package guards

import (
	"context"
	"database/sql"
	"errors"

	amqp "github.com/rabbitmq/amqp091-go"
)

var errNotFound = errors.New("not found")

type row struct{ ID, Name string }

type seen struct{ ID string }

// rows saves whatever it is given.
type rows struct{ db *sql.DB }

func (r *rows) Find(ctx context.Context, id string) (*row, error) {
	x := new(row)
	err := r.db.QueryRowContext(ctx, "SELECT id, name FROM customers WHERE id = $1", id).Scan(&x.ID, &x.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNotFound
	}
	return x, err
}

func (r *rows) FindSeen(ctx context.Context, id string) (*seen, error) {
	x := new(seen)
	err := r.db.QueryRowContext(ctx, "SELECT id FROM seen WHERE id = $1", id).Scan(&x.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNotFound
	}
	return x, err
}

func (r *rows) Save(ctx context.Context, x *row) error {
	_, err := r.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name", x.ID, x.Name)
	return err
}

// created saves what is not there yet.
func (r *rows) created(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	found, _ := r.Find(ctx, e.ID)
	if found == nil {
		return r.Save(ctx, &row{ID: e.ID, Name: e.Name})
	}
	return nil
}

// createdByError knows by the error.
func (r *rows) createdByError(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if _, err := r.Find(ctx, e.ID); errors.Is(err, errNotFound) {
		return r.Save(ctx, &row{ID: e.ID, Name: e.Name})
	}
	return nil
}

// either makes one where there is none, and saves it one way or the other.
func (r *rows) either(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	found, err := r.Find(ctx, e.ID)
	if errors.Is(err, errNotFound) {
		found = &row{ID: e.ID}
	}
	found.Name = e.Name
	return r.Save(ctx, found) // want `consumer rows.either overwrites customers`
}

// once leaves alone what it has seen, which says nothing of order.
func (r *rows) once(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if s, _ := r.FindSeen(ctx, d.MessageId); s == nil {
		return r.Save(ctx, &row{ID: e.ID, Name: e.Name}) // want `consumer rows.once overwrites customers`
	}
	return nil
}

// A store may tell whether there is something.

func (r *rows) Exists(ctx context.Context, id string) (bool, error) {
	var n int
	err := r.db.QueryRowContext(ctx, "SELECT count(*) FROM customers WHERE id = $1", id).Scan(&n)
	return n > 0, err
}

type mailbox struct{ db *sql.DB }

func (b *mailbox) Exists(ctx context.Context, id string) (bool, error) {
	var n int
	err := b.db.QueryRowContext(ctx, "SELECT count(*) FROM mailbox WHERE id = $1", id).Scan(&n)
	return n > 0, err
}

// createdWhereNone saves what does not exist.
func (r *rows) createdWhereNone(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	exists, err := r.Exists(ctx, e.ID)
	if err != nil {
		return err
	}
	if !exists {
		return r.Save(ctx, &row{ID: e.ID, Name: e.Name})
	}
	return nil
}

// createdOrNot saves what exists.
func (r *rows) createdOrNot(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	exists, err := r.Exists(ctx, e.ID)
	if err != nil {
		return err
	}
	if exists {
		return r.Save(ctx, &row{ID: e.ID, Name: e.Name}) // want `consumer rows.createdOrNot overwrites customers`
	}
	return nil
}

// unseen knows of each message whether it was there before, and not of the row.
func (r *rows) unseen(ctx context.Context, b *mailbox, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	exists, err := b.Exists(ctx, d.MessageId)
	if err != nil {
		return err
	}
	if !exists {
		return r.Save(ctx, &row{ID: e.ID, Name: e.Name}) // want `consumer rows.unseen overwrites customers`
	}
	return nil
}
