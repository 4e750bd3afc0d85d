package guards

import (
	"context"
	"database/sql"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func (s *store) reversed(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.CreatedAt.After(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer store.reversed writes customers only if the stored row is newer than the message of type msgs.CustomerChanged: the comparison is reversed`
}

func (s *store) reversedVersion(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.Version < c.Version {
		return s.set(ctx, tx, e) // want `the comparison is reversed`
	}
	return nil
}

func (s *store) reversedHelper(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !c.newerThan(e.CreatedAt) {
		return nil
	}
	return s.set(ctx, tx, e) // want `the comparison is reversed`
}

// ahead says that what is stored is younger than what came.
func ahead(stored, came time.Time) bool { return !stored.Before(came) }

// The helper is given the two the other way round.
func (s *store) swapped(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !c.SyncedAt.IsZero() && ahead(e.CreatedAt, c.SyncedAt) {
		return nil
	}
	return s.set(ctx, tx, e) // want `the comparison is reversed`
}

func (s *store) notSwapped(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !c.SyncedAt.IsZero() && ahead(c.SyncedAt, e.CreatedAt) {
		return nil
	}
	return s.set(ctx, tx, e)
}

// What is set once is left as it is.
func (s *store) onlyOnce(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !c.SyncedAt.IsZero() {
		return nil
	}
	return s.set(ctx, tx, e)
}

func (s *store) reversedSQL(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at > $2", e.Name, e.CreatedAt, e.ID) // want `the comparison is reversed`
	return err
}

func (s *store) clock(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if c.SyncedAt.After(time.Now()) {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer store.clock compares the stored time of customers with the present time, not with that of the message`
}

// A clock stands for the time package, so that tests can set it.
type clock interface{ Now() time.Time }

type timed struct {
	store
	clock clock
	now   func() time.Time
}

func (s *timed) ownClock(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if s.clock.Now().Before(c.SyncedAt) {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer timed.ownClock compares the stored time of customers with the present time`
}

func (s *timed) ownNow(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if c.SyncedAt.After(s.now()) {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer timed.ownNow compares the stored time of customers with the present time`
}

// ownClockBeside asks the clock for something else.
func (s *timed) ownClockBeside(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if e.CreatedAt.After(s.clock.Now()) || !c.SyncedAt.Before(e.CreatedAt) {
		return nil
	}
	return s.set(ctx, tx, e)
}

func (s *store) clockSQL(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < now()", e.Name, e.CreatedAt, e.ID) // want `compares the stored time of customers with the present time`
	return err
}

// clockArg hands the statement the present time in the place of the message's.
func (s *store) clockArg(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	now := time.Now()
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2", e.Name, now, e.ID) // want `compares the stored time of customers with the present time`
	return err
}

func (s *store) forgets(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !c.SyncedAt.Before(e.CreatedAt) {
		return nil
	}
	_, err = tx.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2", e.Name, e.ID) // want `compares SyncedAt of customers with the message of type msgs.CustomerChanged but does not store it`
	return err
}

func (s *store) forgetsSQL(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1 WHERE id = $2 AND synced_at < $3", e.Name, e.ID, e.CreatedAt) // want `compares synced_at of customers with the message of type msgs.CustomerChanged but does not store it`
	return err
}

// storesClock compares rightly and then stores the present time.
func (s *store) storesClock(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if !c.SyncedAt.Before(e.CreatedAt) {
		return nil
	}
	_, err = tx.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = now() WHERE id = $2", e.Name, e.ID) // want `stores the present time`
	return err
}

func (s *store) race(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.peek(ctx, e.ID)
	if err != nil {
		return err
	}
	if !c.SyncedAt.Before(e.CreatedAt) {
		return nil
	}
	_, err = s.db.ExecContext(ctx, "UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3", e.Name, e.CreatedAt, e.ID) // want `consumer store.race compares the order of customers and writes it in separate statements`
	return err
}

// raceInTx has a transaction, which alone locks nothing.
func (s *store) raceInTx(ctx context.Context, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		c, err := s.peek(ctx, e.ID)
		if err != nil {
			return err
		}
		if !c.SyncedAt.Before(e.CreatedAt) {
			return nil
		}
		return s.set(ctx, tx, e) // want `writes it in separate statements`
	})
}

// oneBranch is right for one kind of message and wrong for the next.
func (s *store) oneBranch(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	switch d.Type {
	case "renamed":
		if c.Version < e.Version {
			return s.set(ctx, tx, e)
		}
	case "mailed":
		return s.set(ctx, tx, e) // want `consumer store.oneBranch overwrites customers by a message`
	}
	return nil
}

// oneKind compares for one kind of message alone.
func (s *store) oneKind(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if d.Type == "renamed" {
		if c.Version >= e.Version {
			return nil
		}
	}
	return s.set(ctx, tx, e) // want `consumer store.oneKind overwrites customers by a message`
}

// beforeTheCheck writes first and compares after.
func (s *store) beforeTheCheck(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if err := s.set(ctx, tx, e); err != nil { // want `consumer store.beforeTheCheck overwrites customers by a message`
		return err
	}
	if c.Version > e.Version {
		return nil
	}
	return tx.Commit()
}

// onlyLogs notices that the message is old, and goes on.
func (s *store) onlyLogs(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if c.SyncedAt.After(e.CreatedAt) {
		println("old message")
	}
	return s.set(ctx, tx, e) // want `consumer store.onlyLogs overwrites customers by a message`
}

func abs(d time.Duration) time.Duration {
	if d < 0 {
		return -d
	}
	return d
}

// window is no order: what is a little older passes.
func (s *store) window(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if abs(e.CreatedAt.Sub(c.SyncedAt)) < time.Minute {
		return s.set(ctx, tx, e) // want `consumer store.window overwrites customers by a message`
	}
	return nil
}

// tooOld looks at the message's age alone.
func (s *store) tooOld(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if time.Since(e.CreatedAt) > time.Hour {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer store.tooOld overwrites customers by a message`
}

// validated compares the message with nothing stored.
func (s *store) validated(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	if e.Version <= 0 || e.CreatedAt.IsZero() || e.Name == "" {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer store.validated overwrites customers by a message`
}

// changed skips what says nothing new, which is no order.
func (s *store) changed(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	c, err := s.load(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if c.Name == e.Name {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer store.changed overwrites customers by a message`
}

// deduplicated knows which messages it has seen, not which came before which.
func (s *store) deduplicated(ctx context.Context, tx *sql.Tx, d amqp.Delivery) error {
	e, err := decode(d)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, "INSERT INTO processed_messages (id) VALUES ($1) ON CONFLICT DO NOTHING", d.MessageId)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return nil
	}
	return s.set(ctx, tx, e) // want `consumer store.deduplicated overwrites customers by a message`
}
