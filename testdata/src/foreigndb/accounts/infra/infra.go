// Package infra holds what accounts runs on.
package infra

import (
	"context"
	"database/sql"
	"os"
)

// Infra opens the database of accounts for itself.
type Infra struct{ pool *sql.DB }

// Start opens it.
func Start() (*Infra, error) {
	pool, err := sql.Open("pgx", os.Getenv("ACCOUNTS_DATABASE_URL"))
	if err != nil {
		return nil, err
	}
	return &Infra{pool: pool}, nil
}

// Pool is the connection.
func (i *Infra) Pool() *sql.DB { return i.pool }

// Conn is a connection of its own.
func (i *Infra) Conn(ctx context.Context) (*sql.Conn, error) { return i.pool.Conn(ctx) }

// Name gives away no connection.
func (i *Infra) Name() string { return "accounts" }

// Toolbox is made of a connection that somebody lends.
type Toolbox struct{ db *sql.DB }

// NewToolbox makes one.
func NewToolbox(db *sql.DB) *Toolbox { return &Toolbox{db: db} }

// DB is what it was lent.
func (t *Toolbox) DB() *sql.DB { return t.db }
