// Package handlers handles what it is handed.
package handlers

import (
	"context"
	"database/sql"
	"encoding/json"

	"example.com/fixtures/staleconsumer/msgs"
)

type Handlers struct{ DB *sql.DB }

func (h *Handlers) Named(kind string, data any) {
	var m msgs.NameChanged
	if err := json.Unmarshal(data.([]byte), &m); err != nil {
		return
	}
	h.DB.Exec(`UPDATE customers SET name = $1 WHERE id = $2`, m.Name, m.ID) // want `consumer Handlers.Named overwrites customers by a message of type msgs.NameChanged, which carries nothing`
}

func (h *Handlers) Changed(kind string, data any) {
	var m msgs.CustomerChanged
	if err := json.Unmarshal(data.([]byte), &m); err != nil {
		return
	}
	h.DB.Exec(`UPDATE customers SET name = $1, version = $3 WHERE id = $2 AND version < $3`, m.Name, m.ID, m.Version)
}

// Stepped is called by the process itself.
func (h *Handlers) Stepped(name string, data any) {
	var m msgs.NameChanged
	if err := json.Unmarshal(data.([]byte), &m); err != nil {
		return
	}
	h.DB.Exec(`UPDATE customers SET name = $1 WHERE id = $2`, m.Name, m.ID)
}

// A Titles is run by a source.
type Titles struct{ DB *sql.DB }

func (t Titles) Consume(ctx context.Context, body []byte) error {
	var m msgs.NameChanged
	if err := json.Unmarshal(body, &m); err != nil {
		return err
	}
	_, err := t.DB.ExecContext(ctx, `UPDATE customers SET title = $1 WHERE id = $2`, m.Name, m.ID) // want `consumer Titles.Consume overwrites customers`
	return err
}

// Attached is given what a board dispatches.
func (h *Handlers) Attached(body []byte) {
	var m msgs.NameChanged
	if err := json.Unmarshal(body, &m); err != nil {
		return
	}
	h.DB.Exec(`UPDATE customers SET alias = $1 WHERE id = $2`, m.Name, m.ID) // want `consumer Handlers.Attached overwrites customers`
}
