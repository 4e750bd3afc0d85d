package settles

import (
	"database/sql"
	"errors"
	"log"

	"github.com/ThreeDotsLabs/watermill/message"
)

// What is deferred changes nothing of what is answered.
func (c *consumer) inTransaction(m *message.Message) error {
	tx, err := c.db.BeginTx(m.Context(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var id string
	if err := tx.QueryRow(`SELECT id FROM companies WHERE id = $1`, string(m.Payload)).Scan(&id); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	}
	if _, err := tx.Exec(`INSERT INTO employees (id, company_id) VALUES ($1, $2)`, m.UUID, string(m.Payload)); err != nil { // want `but answers success where it is missing`
		return err
	}
	return tx.Commit()
}

func (c *consumer) inTransactionOrNot(m *message.Message) error {
	tx, err := c.db.BeginTx(m.Context(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var id string
	if err := tx.QueryRow(`SELECT id FROM companies WHERE id = $1`, string(m.Payload)).Scan(&id); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO employees (id, company_id) VALUES ($1, $2)`, m.UUID, id); err != nil {
		return err
	}
	return tx.Commit()
}

// Unless it is just that.
func (c *consumer) clears(m *message.Message) (err error) {
	defer func() {
		if err != nil {
			log.Print(err)
			err = nil
		}
	}()
	if err = has(m.Context(), c.db, string(m.Payload)); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, company_id) VALUES ($1, $2)`, m.UUID, string(m.Payload)) // want `but answers success where it is missing`
	return err
}

func (c *consumer) notes(m *message.Message) (err error) {
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	if err = has(m.Context(), c.db, string(m.Payload)); err != nil {
		return err
	}
	_, err = c.db.Exec(`INSERT INTO employees (id, company_id) VALUES ($1, $2)`, m.UUID, string(m.Payload))
	return err
}

func registerDeferred(r *message.Router, sub message.Subscriber, c *consumer) {
	for topic, h := range map[string]message.NoPublishHandlerFunc{
		"transaction": c.inTransaction, "or not": c.inTransactionOrNot, "clears": c.clears, "notes": c.notes,
	} {
		r.AddNoPublisherHandler(topic, topic, sub, h)
	}
}
