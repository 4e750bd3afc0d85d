package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

// A helper gives back the column that decides.

func lockedAt(ctx context.Context, tx *sql.Tx, id string) (time.Time, error) {
	var at time.Time
	err := tx.QueryRowContext(ctx, "SELECT changed FROM doctors WHERE id = $1 FOR UPDATE", id).Scan(&at)
	return at, err
}

func markedAt(ctx context.Context, tx *sql.Tx, id string) (time.Time, error) {
	var at time.Time
	err := tx.QueryRowContext(ctx, "SELECT marked FROM marks WHERE id = $1 FOR UPDATE", id).Scan(&at)
	return at, err
}

func inTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (i *isolated) toldForgets(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	ctx := msg.Context()
	return inTx(ctx, i.db, func(tx *sql.Tx) error {
		stored, err := lockedAt(ctx, tx, d.ID)
		if err != nil || !d.At.After(stored) {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE doctors SET name = $2 WHERE id = $1", d.ID, d.Name) // want `compares changed of doctors with the message of type guards.doctorChanged but does not store it`
		return err
	})
}

func (i *isolated) toldStores(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	ctx := msg.Context()
	return inTx(ctx, i.db, func(tx *sql.Tx) error {
		stored, err := lockedAt(ctx, tx, d.ID)
		if err != nil || !d.At.After(stored) {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE doctors SET name = $2, changed = $3 WHERE id = $1", d.ID, d.Name, d.At)
		return err
	})
}

// The order is kept in another table.
func (i *isolated) toldMarks(msg *message.Message) error {
	var d doctorChanged
	if err := json.Unmarshal(msg.Payload, &d); err != nil {
		return err
	}
	ctx := msg.Context()
	return inTx(ctx, i.db, func(tx *sql.Tx) error {
		marked, err := markedAt(ctx, tx, d.ID)
		if err != nil || !d.At.After(marked) {
			return err
		}
		if _, err = tx.ExecContext(ctx, "UPDATE doctors SET name = $2 WHERE id = $1", d.ID, d.Name); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE marks SET marked = $2 WHERE id = $1", d.ID, d.At)
		return err
	})
}
