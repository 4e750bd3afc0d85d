package desk

import (
	"context"
	"database/sql"
	"encoding/json"

	"example.com/kit/bus"
	"example.com/kit/storage"

	"example.com/fixtures/staleconsumer/msgs"
)

// The company's library runs the statements, by functions that are given the handle.

type mails struct{ db *sql.DB }

// StartMails subscribes what handles mail addresses.
func StartMails(ctx context.Context, db *sql.DB) error {
	return bus.Start(ctx, &mails{db}, &inOrder{db})
}

func (c *mails) Process(ctx context.Context, m *bus.Message) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := storage.Exec(ctx, c.db, `UPDATE customers SET email = $2 WHERE id = $1`, e.ID, e.Email) // want `consumer mails.Process overwrites customers`
	return err
}

// inOrder is right, and its note is no statement.
type inOrder struct{ db *sql.DB }

func (c *inOrder) Process(ctx context.Context, m *bus.Message) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	if _, err := storage.ExecLogged(ctx, `UPDATE customers SET email = $2 WHERE id = $1`, e.ID, e.Email); err != nil {
		return err
	}
	_, err := storage.Exec(ctx, c.db, `UPDATE customers SET email = $2, version = $3 WHERE id = $1 AND version < $3`, e.ID, e.Email, e.Version)
	return err
}
