package guards

import (
	"context"

	amqp "github.com/rabbitmq/amqp091-go"
)

func (s *store) where(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, e.CreatedAt, e.ID)
	return err
}

func (s *store) whereNullToo(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND (synced_at IS NULL OR synced_at < $2)", e.Name, e.CreatedAt, e.ID)
	return err
}

func (s *store) swap(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, version = $2 WHERE id = $3 AND version = $2 - 1", e.Name, e.Version, e.ID)
	return err
}

func (s *store) conflict(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at
		WHERE customers.synced_at < EXCLUDED.synced_at`, e.ID, e.Name, e.CreatedAt)
	return err
}

func (s *store) conflictUnguarded(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	const upsert = `INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, synced_at = EXCLUDED.synced_at`
	_, err = s.db.ExecContext(ctx, upsert, e.ID, e.Name, e.CreatedAt) // want `consumer store.conflictUnguarded overwrites customers by a message`
	return err
}

// greatest guards the column that it is applied to, and no other.
func (s *store) greatest(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = GREATEST(synced_at, $2) WHERE id = $3", e.Name, e.CreatedAt, e.ID) // want `consumer store.greatest overwrites customers by a message`
	return err
}

func (s *store) greatestAlone(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET synced_at = GREATEST(synced_at, $1) WHERE id = $2", e.CreatedAt, e.ID)
	return err
}

// incremented counts a version up and never asks for it.
func (s *store) incremented(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, version = version + 1, updated_at = now() WHERE id = $2", e.Name, e.ID) // want `consumer store.incremented overwrites customers by a message`
	return err
}

// exists asks whether there is a row, not which is newer.
func (s *store) exists(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2 AND EXISTS (SELECT 1 FROM companies WHERE companies.id = $3)", e.Name, e.ID, e.Email) // want `consumer store.exists overwrites customers by a message`
	return err
}

// constant is a status that the message implies: it may be stale all the same.
func (s *store) constant(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET status = 'blocked' WHERE id = $1", e.ID) // want `consumer store.constant overwrites customers by a message`
	return err
}

// replaced is an overwrite in two statements.
func (s *store) replaced(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "DELETE FROM addresses WHERE customer_id = $1", e.ID); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO addresses (customer_id, email) VALUES ($1, $2)", e.ID, e.Email) // want `consumer store.replaced overwrites addresses by a message`
	return err
}

// keyed compares the row's key, in whatever form, and no order.
func (s *store) keyed(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $3 WHERE (id, email) = ($1, $2)", e.ID, e.Email, e.Name); err != nil { // want `consumer store.keyed overwrites customers`
		return err
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE customers SET name = $2 WHERE id = ANY($1)", []string{e.ID}, e.Name); err != nil { // want `consumer store.keyed overwrites customers`
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $2 WHERE id = $1 AND deleted = false AND kind = 'company'", e.ID, e.Name) // want `consumer store.keyed overwrites customers`
	return err
}

// among moves a row on from the states that it may be left in, which the code knows.
func (s *store) among(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	from, known := leaves[e.Name]
	if !known {
		return nil
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE customers SET status = $2 WHERE id = $1 AND status = ANY($3)", e.ID, e.Name, from); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE customers SET status = $2 WHERE id = $1 AND status <> ALL('{closed,merged}')", e.ID, e.Name); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET status = $2 WHERE id = $1 AND region = ANY($3)", e.ID, e.Name, from) // want `consumer store.among overwrites customers`
	return err
}

var leaves = map[string][]string{"closed": {"open", "blocked"}}

// once sets what is not set yet, and nothing else.
func (s *store) once(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET cancelled_at = $1 WHERE id = $2 AND cancelled_at IS NULL", e.CreatedAt, e.ID)
	return err
}

// onceOfEither does so for the rows of either name; and either has rows overwritten that are
// set already.
func (s *store) onceOfEither(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET cancelled_at = $1 WHERE (cancelled_at IS NULL) AND (id = $2 OR lower(name) = $3)", e.CreatedAt, e.ID, e.Name)
	return err
}

func (s *store) either(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET cancelled_at = $1 WHERE id = $2 AND (cancelled_at IS NULL OR name = $3)", e.CreatedAt, e.ID, e.Name) // want "overwrites customers"
	return err
}

func (s *store) unlessUnset(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET cancelled_at = $1 WHERE id = $2 AND NOT (cancelled_at IS NULL)", e.CreatedAt, e.ID) // want "overwrites customers"
	return err
}

// alive leaves deleted rows alone, and overwrites all others.
func (s *store) alive(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2 AND deleted_at IS NULL", e.Name, e.ID) // want "overwrites customers"
	return err
}

// ofVersion is about the row of one version, which keeps it; with a key of its own, it
// leaves the order as it was.
func (s *store) ofVersion(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE editions SET ready = true WHERE name = $1 AND kind = $2 AND version = $3", e.Name, e.Status, e.Version); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE editions SET name = $1 WHERE id = $2 AND version = $3", e.Name, e.ID, e.Version) // want "compares version of editions with the message"
	return err
}
