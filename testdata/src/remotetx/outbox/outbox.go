// Package outbox writes messages into the transaction, which is the right way,
// and relays them.
package outbox

import (
	"context"
	"database/sql"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/gochannel"
)

// add is an insert like any other.
func add(ctx context.Context, tx *sql.Tx, topic string, payload []byte) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO outbox (topic, payload) VALUES ($1, $2)", topic, payload)
	return err
}

func place(ctx context.Context, db *sql.DB, pub message.Publisher) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := add(ctx, tx, "orders.placed", nil); err != nil {
		return err
	}
	return tx.Commit()
}

func publishesInside(ctx context.Context, db *sql.DB, pub message.Publisher) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	msg := message.NewMessage(watermill.NewUUID(), nil)
	if err := pub.Publish("orders.placed", msg); err != nil { // want "message.Publisher.Publish leaves"
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return pub.Publish("orders.placed", msg)
}

// txPublisher writes to the transaction that it is made for.
type txPublisher struct{ tx *sql.Tx }

func newTxPublisher(tx *sql.Tx) message.Publisher { return &txPublisher{tx} }

func (p *txPublisher) Publish(topic string, messages ...*message.Message) error {
	for _, m := range messages {
		if _, err := p.tx.Exec("INSERT INTO outbox (topic, payload) VALUES ($1, $2)", topic, []byte(m.Payload)); err != nil {
			return err
		}
	}
	return nil
}

func (p *txPublisher) Close() error { return nil }

func publishesToTx(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	pub := newTxPublisher(tx) // bound to the transaction
	if err := pub.Publish("orders.placed", message.NewMessage(watermill.NewUUID(), nil)); err != nil {
		return err
	}
	return tx.Commit()
}

// By its type, an in-process publisher.
func publishesInProcess(tx *sql.Tx, pub *gochannel.GoChannel) error {
	return pub.Publish("orders.placed", message.NewMessage(watermill.NewUUID(), nil))
}

// The relay holds its rows locked while it publishes: that counts.
func relay(ctx context.Context, db *sql.DB, pub message.Publisher) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var payload []byte
	row := tx.QueryRowContext(ctx, "SELECT payload FROM outbox ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
	if err := row.Scan(&payload); err != nil {
		return err
	}
	if err := pub.Publish("orders", message.NewMessage(watermill.NewUUID(), payload)); err != nil { // want "Publish leaves"
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM outbox WHERE payload = $1", payload); err != nil {
		return err
	}
	return tx.Commit()
}

// One that claims its rows first publishes between two transactions.
func relayClaims(ctx context.Context, db *sql.DB, pub message.Publisher) error {
	payload, err := claim(ctx, db)
	if err != nil {
		return err
	}
	if err := pub.Publish("orders", message.NewMessage(watermill.NewUUID(), payload)); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "DELETE FROM outbox WHERE payload = $1", payload)
	return err
}

func claim(ctx context.Context, db *sql.DB) ([]byte, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	var payload []byte
	row := tx.QueryRowContext(ctx, "UPDATE outbox SET claimed_at = now() WHERE claimed_at IS NULL RETURNING payload")
	if err := row.Scan(&payload); err != nil {
		return nil, err
	}
	return payload, tx.Commit()
}
