package guards

import (
	"context"
	"strconv"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"
)

// some sets what the message brings.
func (s *store) some(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	var sets []string
	var args []any
	if e.Name != "" {
		args = append(args, e.Name)
		sets = append(sets, "name = $"+strconv.Itoa(len(args)))
	}
	if e.Email != "" {
		args = append(args, e.Email)
		sets = append(sets, "email = $"+strconv.Itoa(len(args)))
	}
	args = append(args, e.ID)
	query := "UPDATE customers SET " + strings.Join(sets, ", ") + " WHERE id = $" + strconv.Itoa(len(args)) + " AND deleted_at IS NULL"
	_, err = s.db.ExecContext(ctx, query, args...) // want `consumer store.some overwrites customers`
	return err
}

// someWhere has conditions that are not known.
func (s *store) someWhere(ctx context.Context, d amqp.Delivery, conditions []string) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	query := "UPDATE customers SET name = $1 WHERE id = $2 AND " + strings.Join(conditions, " AND ")
	_, err = s.db.ExecContext(ctx, query, e.Name, e.ID)
	return err
}

// someOf takes its rows from somewhere.
func (s *store) someOf(ctx context.Context, d amqp.Delivery, sets []string, from string) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	query := "UPDATE customers SET " + strings.Join(sets, ", ") + " FROM (" + from + ") AS f WHERE f.id = customers.id"
	_, err = s.db.ExecContext(ctx, query, e.Name, e.ID)
	return err
}

// manyRows writes as many rows as there are.
func (s *store) manyRows(ctx context.Context, d amqp.Delivery, rows []string) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	query := "INSERT INTO customers (id, name) VALUES " + strings.Join(rows, ", ") + " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name"
	_, err = s.db.ExecContext(ctx, query, e.ID, e.Name) // want `consumer store.manyRows overwrites customers`
	return err
}

// manyRowsWhere may have a condition.
func (s *store) manyRowsWhere(ctx context.Context, d amqp.Delivery, rows []string, rest string) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	query := "INSERT INTO customers (id, name) VALUES " + strings.Join(rows, ", ") + " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name " + rest
	_, err = s.db.ExecContext(ctx, query, e.ID, e.Name)
	return err
}

// someNewer compares the version, and stores it among what is put together.
func (s *store) someNewer(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	sets := make([]string, 0, 2)
	args := make([]any, 0, 4)
	sets = append(sets, "name = $"+strconv.Itoa(len(args)+1))
	args = append(args, e.Name)
	sets = append(sets, "version = $"+strconv.Itoa(len(args)+1))
	args = append(args, e.Version, e.ID, e.Version)
	query := "UPDATE customers SET " + strings.Join(sets, ", ") +
		" WHERE id = $" + strconv.Itoa(len(args)-1) + " AND version < $" + strconv.Itoa(len(args)) + " AND deleted_at IS NULL"
	_, err = s.db.ExecContext(ctx, query, args...)
	return err
}
