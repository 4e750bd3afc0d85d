// Package mirroring copies from the registry.
package mirroring

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/ThreeDotsLabs/watermill/message"

	"example.com/fixtures/softdelete/msgs"
)

type Mirror struct {
	DB  *sql.DB
	Log *slog.Logger
}

const putPlate = `INSERT INTO plates (id, number) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number`

func (m *Mirror) PassesOver(msg *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(msg.Payload, &p); err != nil {
		return err
	}
	if p.DeletedAt != nil { // want `consumer Mirror.PassesOver passes over messages with DeletedAt, so that what is deleted stays alive in plates`
		m.Log.Info("deleted", "plate", p.ID)
		return nil
	}
	_, err := m.DB.Exec(putPlate, p.ID, p.Number)
	return err
}

// Batch goes on to the next.
func (m *Mirror) Batch(list []*message.Message) error {
	for _, msg := range list {
		var p msgs.Plate
		if err := json.Unmarshal(msg.Payload, &p); err != nil {
			return err
		}
		if p.DeletedAt != nil { // want `passes over messages with DeletedAt`
			msg.Ack()
			continue
		}
		if _, err := m.DB.Exec(putPlate, p.ID, p.Number); err != nil {
			return err
		}
	}
	return nil
}

// InTurn has what is done in a function of its own, in a transaction.
func (m *Mirror) InTurn(msg *message.Message) error {
	var p msgs.Plate
	if err := json.Unmarshal(msg.Payload, &p); err != nil {
		return err
	}
	return m.apply(msg.Context(), p)
}

func (m *Mirror) apply(ctx context.Context, p msgs.Plate) error {
	if !alive(p) {
		m.Log.Debug("not alive")
	}
	if p.DeletedAt == nil { // want `passes over messages with DeletedAt`
		return m.inTx(ctx, func(tx *sql.Tx) error {
			_, err := tx.Exec(putPlate, p.ID, p.Number)
			return err
		})
	}
	return nil
}

func alive(p msgs.Plate) bool { return p.DeletedAt == nil }

func (m *Mirror) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := m.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// ByKind leaves the kind out by which deletion is told.
func (m *Mirror) ByKind(msg *message.Message) error {
	var o msgs.Owner
	if err := json.Unmarshal(msg.Payload, &o); err != nil {
		return err
	}
	switch o.Kind {
	case "owner.created", "owner.updated":
		_, err := m.DB.Exec(`INSERT INTO owners (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, o.ID, o.Name)
		return err
	case "owner.deleted": // want `consumer Mirror.ByKind passes over messages of kind "owner.deleted", so that what is deleted stays alive in owners`
		m.Log.Info("an owner left")
	}
	return nil
}

// Colours are deleted by their owner.
func (m *Mirror) Colours(msg *message.Message) error {
	var c msgs.Colour
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	if c.Kind == "deleted" {
		return nil
	}
	_, err := m.DB.Exec(`INSERT INTO colours (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, c.ID, c.Name)
	return err
}

func (m *Mirror) ColourGone(msg *message.Message) error {
	var c msgs.Colour
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	_, err := m.DB.Exec(`DELETE FROM colours WHERE id = $1`, c.ID)
	return err
}
