package guards

import (
	"context"
	"database/sql"

	"github.com/nats-io/nats.go"
)

// What an inbox tells of a message is no state of what the message overwrites.

type inboxEvent struct{ ID, Status string }

type arrival struct{ ID, Status string }

const duplicate = "duplicate"

type boxes interface {
	Create(ctx context.Context, id string) (*arrival, error)
	ByID(ctx context.Context, id string) (*inboxEvent, error)
	Order(ctx context.Context, id string) (*arrival, error)
}

type sqlBoxes struct{ db *sql.DB }

func (b *sqlBoxes) Create(ctx context.Context, id string) (*arrival, error) {
	a := &arrival{ID: id}
	err := b.db.QueryRowContext(ctx, "INSERT INTO arrivals (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET times = arrivals.times + 1 RETURNING status", id).Scan(&a.Status)
	return a, err
}

func (b *sqlBoxes) ByID(ctx context.Context, id string) (*inboxEvent, error) {
	e := &inboxEvent{ID: id}
	err := b.db.QueryRowContext(ctx, "SELECT status FROM inbox WHERE id = $1", id).Scan(&e.Status)
	return e, err
}

func (b *sqlBoxes) Order(ctx context.Context, id string) (*arrival, error) {
	a := &arrival{ID: id}
	err := b.db.QueryRowContext(ctx, "SELECT status FROM customers WHERE id = $1", id).Scan(&a.Status)
	return a, err
}

type receiver struct {
	db    *sql.DB
	boxes boxes
}

func newReceiver(db *sql.DB) *receiver { return &receiver{db, &sqlBoxes{db}} }

func (r *receiver) putDown(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	a, err := r.boxes.Create(ctx, e.ID)
	if err != nil {
		return err
	}
	if a.Status == duplicate {
		return nil
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want "receiver.putDown overwrites customers"
	return err
}

func (r *receiver) lookedUp(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	seen, err := r.boxes.ByID(ctx, e.ID)
	if err != nil {
		return err
	}
	if seen.Status == duplicate {
		return nil
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want "receiver.lookedUp overwrites customers"
	return err
}

func (r *receiver) stateOfRow(ctx context.Context, m *nats.Msg) error {
	e, err := received(m)
	if err != nil {
		return err
	}
	row, err := r.boxes.Order(ctx, e.ID)
	if err != nil {
		return err
	}
	if row.Status == "closed" {
		return nil
	}
	_, err = r.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID)
	return err
}
