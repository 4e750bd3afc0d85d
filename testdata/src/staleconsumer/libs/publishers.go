package libs

import (
	"context"
	"database/sql"

	amqp "github.com/rabbitmq/amqp091-go"
)

// A channel acknowledges by the number of a delivery; what publishes has one as well,
// and receives nothing by it.
type publisher struct{ ch *amqp.Channel }

type records struct {
	db  *sql.DB
	pub *publisher
}

func (r *records) save(ctx context.Context, id, name string) error {
	_, err := r.db.ExecContext(ctx, "INSERT INTO customers (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name", id, name)
	return err
}

func wiring(ctx context.Context, db *sql.DB, url string) error {
	conn, err := amqp.Dial(url)
	if err != nil {
		return err
	}
	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	return mount(ctx, &records{db: db, pub: &publisher{ch: ch}})
}

func mount(ctx context.Context, r *records) error {
	_, err := r.db.ExecContext(ctx, "UPDATE customers SET name = 'nobody' WHERE id = ''")
	if err != nil {
		return err
	}
	return r.save(ctx, "1", "first")
}
