// Package guards has consumers that compare the order of messages, rightly and
// wrongly.
package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"example.com/fixtures/staleconsumer/msgs"
)

type customer struct {
	ID, Name, Status string
	Version          int64
	SyncedAt         time.Time
}

func (c *customer) newerThan(t time.Time) bool { return c.SyncedAt.After(t) }

type store struct{ db *sql.DB }

// load locks the row, so that what was compared is still so when it is written.
func (s *store) load(ctx context.Context, tx *sql.Tx, id string) (*customer, error) {
	c := new(customer)
	row := tx.QueryRowContext(ctx, "SELECT id, name, status, version, synced_at FROM customers WHERE id = $1 FOR UPDATE", id)
	return c, row.Scan(&c.ID, &c.Name, &c.Status, &c.Version, &c.SyncedAt)
}

// peek does not lock.
func (s *store) peek(ctx context.Context, id string) (*customer, error) {
	c := new(customer)
	row := s.db.QueryRowContext(ctx, "SELECT id, name, status, version, synced_at FROM customers WHERE id = $1", id)
	return c, row.Scan(&c.ID, &c.Name, &c.Status, &c.Version, &c.SyncedAt)
}

func (s *store) set(ctx context.Context, tx *sql.Tx, e *msgs.CustomerChanged) error {
	_, err := tx.ExecContext(ctx, "UPDATE customers SET name = $1, version = $2, synced_at = $3 WHERE id = $4", e.Name, e.Version, e.CreatedAt, e.ID)
	return err
}

func decode(d amqp.Delivery) (*msgs.CustomerChanged, error) {
	e := new(msgs.CustomerChanged)
	return e, json.Unmarshal(d.Body, e)
}

func (s *store) inTx(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) unguarded(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		return s.set(ctx, tx, e) // want `consumer store.unguarded overwrites customers by a message of type msgs.CustomerChanged without comparing their order`
	})
}

func (s *store) earlyReturn(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		c, err := s.load(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if !e.CreatedAt.After(c.SyncedAt) {
			return nil
		}
		return s.set(ctx, tx, e)
	})
}

func (s *store) wrappingIf(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		c, err := s.load(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if c.SyncedAt.Before(e.CreatedAt) {
			return s.set(ctx, tx, e)
		}
		return nil
	})
}

func (s *store) byCompare(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.CreatedAt.Compare(c.SyncedAt) <= 0 {
		return nil
	}
	return s.set(ctx, tx, e)
}

func (s *store) byVersion(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.Version <= c.Version {
		return nil
	}
	return s.set(ctx, tx, e)
}

// nextVersion refuses what is not the very next, so that it comes again.
func (s *store) nextVersion(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.Version != c.Version+1 {
		return errors.New("not the next")
	}
	return s.set(ctx, tx, e)
}

func (s *store) byUnix(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.CreatedAt.UnixMilli() > c.SyncedAt.UnixMilli() {
		return s.set(ctx, tx, e)
	}
	return nil
}

func (s *store) bySub(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.CreatedAt.Sub(c.SyncedAt) <= 0 {
		return nil
	}
	return s.set(ctx, tx, e)
}

// brokersTime takes the broker's own timestamp for the order.
func (s *store) brokersTime(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if d.Timestamp.Before(c.SyncedAt) {
		return nil
	}
	_, err = tx.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, d.Timestamp, e.ID)
	return err
}

func (s *store) byMethod(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if c.newerThan(e.CreatedAt) {
		return nil
	}
	return s.set(ctx, tx, e)
}

func stale(c *customer, e *msgs.CustomerChanged) bool {
	if c == nil {
		return false
	}
	return !c.SyncedAt.IsZero() && !e.CreatedAt.After(c.SyncedAt)
}

func (s *store) byHelper(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if stale(c, e) {
		return nil
	}
	return s.set(ctx, tx, e)
}

var errStale = errors.New("stale")

func checkOrder(stored, msg time.Time) error {
	if msg.Before(stored) {
		return errStale
	}
	return nil
}

func (s *store) byError(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if err := checkOrder(c.SyncedAt, e.CreatedAt); err != nil {
		return nil
	}
	return s.set(ctx, tx, e)
}

// apply changes the customer if the message is newer; the repository saves what
// it is given.
func (c *customer) apply(e *msgs.CustomerChanged) bool {
	if e.Version <= c.Version {
		return false
	}
	c.Name, c.Version = e.Name, e.Version
	return true
}

func (s *store) byEntity(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !c.apply(e) {
		return nil
	}
	_, err = tx.ExecContext(ctx, "UPDATE customers SET name = $1, version = $2 WHERE id = $3", c.Name, c.Version, c.ID)
	return err
}

// forced passes the comparison only where the message says so.
func (s *store) forced(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if c.SyncedAt.After(e.CreatedAt) && !e.ForceSync {
		return nil
	}
	return s.set(ctx, tx, e)
}

// found compares if there is a row, and writes in any case otherwise.
func (s *store) found(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err == nil && !e.CreatedAt.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, tx, e)
}

// firstTime inserts what is new and compares otherwise.
func (s *store) firstTime(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = tx.ExecContext(ctx, "INSERT INTO customers (id, name, synced_at) VALUES ($1, $2, $3)", e.ID, e.Name, e.CreatedAt)
		return err
	}
	if err != nil {
		return err
	}
	if c.SyncedAt.Before(e.CreatedAt) {
		return s.set(ctx, tx, e)
	}
	return nil
}

// ownWay has messages that are marked as repairs written whatever is stored.
func (s *store) ownWay(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if e.ForceSync {
		return s.set(ctx, tx, e)
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedAt.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, tx, e)
}

// handsOn leaves it to a helper that is given the mark.
func (s *store) handsOn(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.setIf(ctx, tx, e, e.ForceSync)
}

func (s *store) setIf(ctx context.Context, tx *sql.Tx, e *msgs.CustomerChanged, anyway bool) error {
	if anyway {
		return s.set(ctx, tx, e)
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !e.CreatedAt.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, tx, e)
}

// otherFlag is no such mark.
func (s *store) otherFlag(ctx context.Context, tx *sql.Tx, d amqp.Delivery, verbose bool) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if verbose {
		return s.set(ctx, tx, e) // want `consumer store.otherFlag overwrites customers`
	}
	return nil
}
