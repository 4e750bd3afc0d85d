package guards

import (
	"context"

	amqp "github.com/rabbitmq/amqp091-go"
)

// --- statements that compute what they write from the service's own tables

func (s *store) counted(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `
		WITH given AS (SELECT CAST($1 AS text) AS id),
		counts AS (SELECT g.id, count(o.id) AS orders FROM given g LEFT JOIN orders o ON o.customer_id = g.id GROUP BY g.id)
		INSERT INTO customer_stats (id, orders) SELECT id, orders FROM counts
		ON CONFLICT (id) DO UPDATE SET orders = excluded.orders`, e.ID)
	return err
}

func (s *store) lastOrder(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `
		WITH newest AS (SELECT id, total FROM orders WHERE customer_id = $1 ORDER BY id DESC LIMIT 1)
		UPDATE customer_stats SET last_order = (SELECT id FROM newest), last_total = (SELECT total FROM newest) WHERE id = $1`, e.ID)
	return err
}

func (s *store) selectedData(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, // want `consumer store.selectedData overwrites customer_stats`
		`INSERT INTO customer_stats (id, name) SELECT c.id, $2 FROM customers c WHERE c.id = $1
		ON CONFLICT (id) DO UPDATE SET name = excluded.name`, e.ID, e.Name)
	return err
}

func (s *store) selectedColumn(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, // want `consumer store.selectedColumn overwrites customer_stats`
		`WITH state AS (SELECT status FROM statuses WHERE status = $2)
		INSERT INTO customer_stats (id, status) SELECT $1 AS id, status FROM state
		ON CONFLICT (id) DO UPDATE SET status = excluded.status`, e.ID, e.Status)
	return err
}

// --- rows that are removed by a mark of their state

func (s *store) closed(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if e.Status == "deleting" {
		return s.deleteCustomer(ctx, e.ID)
	}
	return s.block(ctx, e.ID)
}

func (s *store) deleteCustomer(ctx context.Context, id string) error { return s.disable(ctx, id) }

func (s *store) disable(ctx context.Context, id string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET status = 'gone', updated_at = now() WHERE id = $1", id)
	return err
}

func (s *store) block(ctx context.Context, id string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET status = 'blocked', updated_at = now() WHERE id = $1", id) // want `consumer store.block overwrites customers`
	return err
}

// removed says more than that the row is gone.
func (s *store) removed(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.removeCustomer(ctx, e.ID, e.Name)
}

func (s *store) removeCustomer(ctx context.Context, id, by string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE customers SET status = 'gone', removed_by = $2 WHERE id = $1", id, by) // want `consumer store.removeCustomer overwrites customers`
	return err
}
