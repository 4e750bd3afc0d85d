// Package stmts keeps employees by statements that are prepared once.
package stmts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/IBM/sarama"
)

type hired struct{ ID, Name, Company string }

var errEarly = errors.New("too early")

// A Store has each of its statements prepared by itself.
type Store struct {
	company, known, insert *sql.Stmt
}

// New prepares them.
func New(db *sql.DB) (*Store, error) {
	s := new(Store)
	var err error
	if s.company, err = db.Prepare(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`); err != nil {
		return nil, err
	}
	if s.known, err = db.Prepare(`SELECT 1 FROM companies WHERE id = $1`); err != nil {
		return nil, err
	}
	if s.insert, err = db.Prepare(`INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`); err != nil {
		return nil, err
	}
	return s, nil
}

// Company is what employees refer to.
func (s *Store) Company(ctx context.Context, m *sarama.ConsumerMessage) error {
	_, err := s.company.ExecContext(ctx, string(m.Key), string(m.Value))
	return err
}

// Known looks for it first.
func (s *Store) Known(ctx context.Context, m *sarama.ConsumerMessage) error {
	var e hired
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	var one int
	if err := s.known.QueryRowContext(ctx, e.Company).Scan(&one); err != nil {
		return err
	}
	_, err := s.insert.ExecContext(ctx, e.ID, e.Name, e.Company)
	return err
}

// Blind does not.
func (s *Store) Blind(ctx context.Context, m *sarama.ConsumerMessage) error {
	var e hired
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := s.insert.ExecContext(ctx, e.ID, e.Name, e.Company) // want `consumer Store.Blind of stmts.hired writes employees, whose company_id refers to companies`
	return err
}

// A Table has them prepared by a list of where they go.
type Table struct {
	known, insert *sql.Stmt
}

type prepared struct {
	into **sql.Stmt
	text string
}

func prepareAll(db *sql.DB, list ...prepared) error {
	for _, p := range list {
		st, err := db.Prepare(p.text)
		if err != nil {
			return err
		}
		*p.into = st
	}
	return nil
}

func has(ctx context.Context, st *sql.Stmt, args ...any) (bool, error) {
	var one int
	err := st.QueryRowContext(ctx, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// NewTable prepares them.
func NewTable(db *sql.DB) (*Table, error) {
	t := new(Table)
	return t, prepareAll(db,
		prepared{&t.known, `SELECT 1 FROM companies WHERE id = $1`},
		prepared{&t.insert, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`},
	)
}

// Known looks for the company first.
func (t *Table) Known(ctx context.Context, m *sarama.ConsumerMessage) error {
	var e hired
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	ok, err := has(ctx, t.known, e.Company)
	if err != nil {
		return err
	}
	if !ok {
		return errEarly
	}
	_, err = t.insert.ExecContext(ctx, e.ID, e.Name, e.Company)
	return err
}

// Blind does not.
func (t *Table) Blind(ctx context.Context, m *sarama.ConsumerMessage) error {
	var e hired
	if err := json.Unmarshal(m.Value, &e); err != nil {
		return err
	}
	_, err := t.insert.ExecContext(ctx, e.ID, e.Name, e.Company) // want `consumer Table.Blind of stmts.hired writes employees, whose company_id refers to companies`
	return err
}

// Logged looks, and acknowledges all the same.
func (t *Table) Logged(sess sarama.ConsumerGroupSession, m *sarama.ConsumerMessage) error {
	defer sess.MarkMessage(m, "")
	ok, err := has(sess.Context(), t.known, string(m.Value))
	if err != nil || !ok {
		return err
	}
	_, err = t.insert.ExecContext(sess.Context(), string(m.Key), "", string(m.Value)) // want `consumer Table.Logged writes employees, whose company_id refers to companies, which other messages fill, but acknowledges the message`
	return err
}
