package guards

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// A lock ends with its transaction.

type skill struct {
	PersonID, Code string
	Changed        int64
}

type persons interface {
	Keep(ctx context.Context, id string, changed int64) error
}

type sqlPersons struct{ db *sql.DB }

// Keep compares under a lock of its own.
func (p *sqlPersons) Keep(ctx context.Context, id string, changed int64) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int64
	if err := tx.QueryRowContext(ctx, `SELECT version FROM persons WHERE id = $1 FOR UPDATE`, id).Scan(&version); err != nil {
		return err
	}
	if changed <= version {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE persons SET version = $2 WHERE id = $1`, id, changed); err != nil {
		return err
	}
	return tx.Commit()
}

type skills struct {
	db      *sql.DB
	persons persons
	own     *sqlPersons
}

func (s *skills) begin(ctx context.Context, e skill) (tx *sql.Tx, err error) {
	if tx, err = s.db.BeginTx(ctx, nil); err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `SELECT 1 FROM skills WHERE person_id = $1 FOR UPDATE`, e.PersonID)
	return tx, err
}

func (s *skills) compareAndPut(ctx context.Context, tx *sql.Tx, e skill) error {
	var version int64
	if err := tx.QueryRowContext(ctx, `SELECT version FROM skills WHERE person_id = $1`, e.PersonID).Scan(&version); err != nil {
		return err
	}
	if e.Changed <= version {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE skills SET code = $2, version = $3 WHERE person_id = $1`, e.PersonID, e.Code, e.Changed)
	return err
}

// unlocked goes on when the lock on the person is gone.
func (s *skills) unlocked(m *nats.Msg) {
	var e skill
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	ctx := context.Background()
	if s.own.Keep(ctx, e.PersonID, e.Changed) != nil {
		return
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return
	}
	defer tx.Rollback()
	if s.compareAndPut(ctx, tx, e) == nil { // want `compares the order of skills and writes it in separate statements`
		tx.Commit()
	}
}

// behind does so by an interface.
func (s *skills) behind(m *nats.Msg) {
	var e skill
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	ctx := context.Background()
	if s.persons.Keep(ctx, e.PersonID, e.Changed) != nil {
		return
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return
	}
	defer tx.Rollback()
	if s.compareAndPut(ctx, tx, e) == nil { // want `compares the order of skills and writes it in separate statements`
		tx.Commit()
	}
}

// begun goes on in the transaction that has the lock.
func (s *skills) begun(m *nats.Msg) {
	var e skill
	if json.Unmarshal(m.Data, &e) != nil {
		return
	}
	ctx := context.Background()
	tx, err := s.begin(ctx, e)
	if err != nil {
		return
	}
	defer tx.Rollback()
	if s.compareAndPut(ctx, tx, e) == nil {
		tx.Commit()
	}
}

// RunSkills subscribes them.
func RunSkills(conn *nats.Conn, db *sql.DB) {
	s := &skills{db, &sqlPersons{db}, &sqlPersons{db}}
	for _, h := range []nats.MsgHandler{s.unlocked, s.behind, s.begun} {
		conn.Subscribe("skills", h)
	}
}
