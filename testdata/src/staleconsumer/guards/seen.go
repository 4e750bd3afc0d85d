package guards

import (
	"context"
	"database/sql"
	"time"

	sq "github.com/Masterminds/squirrel"
	amqp "github.com/rabbitmq/amqp091-go"
)

// A statement that only changes a row which still holds the time that was compared needs no
// lock around.

type notes struct {
	db *sql.DB
	b  sq.StatementBuilderType
}

func (n *notes) written(ctx context.Context, id string) (at time.Time, err error) {
	err = n.db.QueryRowContext(ctx, "SELECT written FROM notes WHERE id = $1", id).Scan(&at)
	return at, err
}

// compared changes what is as it was compared.
func (n *notes) compared(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	seen, err := n.written(ctx, e.ID)
	if err != nil {
		return err
	}
	if !seen.Before(e.CreatedAt) {
		return nil
	}
	if _, err := n.b.Update("notes").Set("name", e.Name).Set("written", e.CreatedAt).Where(sq.Eq{"id": e.ID, "written": seen}).ExecContext(ctx); err != nil {
		return err
	}
	_, err = n.db.ExecContext(ctx, "UPDATE notes SET name = ?, written = ? WHERE id = ? AND written = ?", e.Name, e.CreatedAt, e.ID, seen)
	return err
}

// kept compares a column that stays as it is.
func (n *notes) kept(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	seen, err := n.written(ctx, e.ID)
	if err != nil {
		return err
	}
	if !seen.Before(e.CreatedAt) {
		return nil
	}
	_, err = n.db.ExecContext(ctx, "UPDATE notes SET name = ?, written = ? WHERE id = ? AND kind = ?", e.Name, e.CreatedAt, e.ID, e.Email) // want `compares the order of notes and writes it in separate statements`
	return err
}

// incoming is the state in which an order comes in, by its number.
const incoming = 0

// finished only changes what is in its first state.
func (n *notes) finished(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = n.b.Update("parcels").Set("status", 1).Where(sq.And{sq.Eq{"id": e.ID}, sq.Eq{"status": incoming}}).ExecContext(ctx)
	return err
}

// emptied compares with a zero that says of no state.
func (n *notes) emptied(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = n.b.Update("parcels").Set("label", e.Name).Where(sq.And{sq.Eq{"id": e.ID}, sq.Eq{"weight": 0}}).ExecContext(ctx) // want `consumer notes.emptied overwrites parcels`
	return err
}
