package guards

import (
	"context"
	"database/sql"

	amqp "github.com/rabbitmq/amqp091-go"
)

// An order goes through states that its parts tell.
type order struct {
	ID    string
	parts []string
}

// IsFinished counts the parts, of which there is no field to compare.
func (o *order) IsFinished() bool {
	n := 0
	for _, p := range o.parts {
		if p == "done" {
			n++
		}
	}
	return n == len(o.parts)
}

// IsLarge says nothing of what has become of it.
func (o *order) IsLarge() bool {
	n := 0
	for range o.parts {
		n++
	}
	return n > 10
}

func (s *store) order(ctx context.Context, id string) (*order, error) {
	o := new(order)
	return o, s.db.QueryRowContext(ctx, "SELECT id, parts FROM orders WHERE id = $1", id).Scan(&o.ID, &o.parts)
}

func rename(ctx context.Context, db *sql.DB, id, name string) error {
	_, err := db.ExecContext(ctx, "UPDATE orders SET name = $2 WHERE id = $1", id, name)
	return err
}

// finished leaves alone what is finished.
func (s *store) finished(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	o, err := s.order(ctx, e.ID)
	if err != nil || o.IsFinished() {
		return err
	}
	return rename(ctx, s.db, e.ID, e.Name)
}

// large leaves alone what is large, now and ever.
func (s *store) large(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	o, err := s.order(ctx, e.ID)
	if err != nil || o.IsLarge() {
		return err
	}
	return rename(ctx, s.db, e.ID, e.Name) // want `consumer store.large overwrites orders`
}
