// Package kept has accounts' statements prepared, for two databases.
package kept

import (
	"context"
	"database/sql"
)

// Names is how the rest sees it.
type Names interface {
	Name(ctx context.Context, tx *sql.Tx, id string) (string, error)
	Valid(ctx context.Context, id string) bool
}

// A list of statements to prepare, and where to keep them.
type list []struct {
	stmt **sql.Stmt
	text string
}

func (l list) prepare(db *sql.DB) (err error) {
	for _, s := range l {
		if *s.stmt, err = db.Prepare(s.text); err != nil {
			return err
		}
	}
	return nil
}

// in is the statement within a transaction, if there is one.
func in(tx *sql.Tx, stmt *sql.Stmt) *sql.Stmt {
	if tx != nil {
		stmt = tx.Stmt(stmt)
	}
	return stmt
}

type postgres struct{ name, valid *sql.Stmt }

const nameSQL = "SELECT name FROM users WHERE id = $1"

func (p *postgres) Name(ctx context.Context, tx *sql.Tx, id string) (name string, err error) {
	err = in(tx, p.name).QueryRowContext(ctx, id).Scan(&name)
	return name, err
}

func (p *postgres) Valid(ctx context.Context, id string) bool { return id != "" }

type sqlite struct{ name *sql.Stmt }

func (s *sqlite) Name(ctx context.Context, tx *sql.Tx, id string) (name string, err error) {
	err = in(tx, s.name).QueryRowContext(ctx, id).Scan(&name)
	return name, err
}

func (s *sqlite) Valid(ctx context.Context, id string) bool { return id != "" }

// Open prepares them.
func Open(db *sql.DB, lite bool) (Names, error) {
	if lite {
		name, err := db.Prepare("SELECT name FROM users WHERE id = ?")
		return &sqlite{name: name}, err
	}
	p := &postgres{}
	return p, list{{&p.name, nameSQL}, {&p.valid, "SELECT 1"}}.prepare(db)
}
