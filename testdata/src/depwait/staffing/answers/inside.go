package answers

import (
	"context"
	"database/sql"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
)

// The row is written in a function that is handed to the one that opens the
// transaction.

func (c *consumer) within(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func insertIn(ctx context.Context, tx *sql.Tx, e hired) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	return err
}

func (c *consumer) notesAndWritesInside(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := c.there(e.Company); err != nil {
		log.Print("no company: ", err)
	}
	return c.within(msg.Context(), func(tx *sql.Tx) error {
		return insertIn(msg.Context(), tx, e) // want `and drops the result of looking for it`
	})
}

func (c *consumer) absenceNotedOnly(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if ok, err := c.exists(msg.Context(), e.Company); err != nil || !ok {
		log.Print("no company: ", err)
	}
	return c.within(msg.Context(), func(tx *sql.Tx) error {
		return insertIn(msg.Context(), tx, e) // want `and drops the result of looking for it`
	})
}

// The failure is returned.
func (c *consumer) writesInsideIfThere(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := c.there(e.Company); err != nil {
		log.Print("no company: ", err)
		return err
	}
	return c.within(msg.Context(), func(tx *sql.Tx) error { return insertIn(msg.Context(), tx, e) })
}

// The function knows whether the company is there, and hands the message back.
func (c *consumer) knowsInside(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	ok, err := c.exists(msg.Context(), e.Company)
	if err != nil {
		return err
	}
	if !ok {
		log.Print("no company yet")
	}
	return c.within(msg.Context(), func(tx *sql.Tx) error {
		if !ok {
			return errMissing
		}
		return insertIn(msg.Context(), tx, e)
	})
}

// Noted where it is looked up first, and looked up again within the transaction.
func (c *consumer) looksAgainInside(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	if err := c.there(e.Company); err != nil {
		log.Print("no company: ", err)
	}
	return c.within(msg.Context(), func(tx *sql.Tx) error {
		var id string
		if err := tx.QueryRowContext(msg.Context(), `SELECT id FROM companies WHERE id = $1`, e.Company).Scan(&id); err != nil {
			return err
		}
		return insertIn(msg.Context(), tx, e)
	})
}
