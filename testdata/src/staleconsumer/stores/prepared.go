package stores

import (
	"context"
	"database/sql"
	"sync"

	"github.com/jmoiron/sqlx"
	"github.com/nats-io/nats.go"
)

// Statements that are prepared in one place and run in another.
type prepared struct {
	db                     *sqlx.DB
	rename, insert, newest *sql.Stmt
	once                   sync.Once
	block                  *sqlx.Stmt
}

func newPrepared(db *sqlx.DB) (*prepared, error) {
	p := &prepared{db: db}
	var err error
	if p.rename, err = db.Prepare("UPDATE customers SET name = $1 WHERE id = $2"); err != nil {
		return nil, err
	}
	if p.insert, err = db.Prepare("INSERT INTO customers (id, name) VALUES ($1, $2)"); err != nil {
		return nil, err
	}
	p.newest, err = db.Prepare("UPDATE customers SET name = $1, synced_at = $2 WHERE id = $3 AND synced_at < $2")
	return p, err
}

func (p *prepared) renamed(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = p.rename.ExecContext(ctx, e.Name, e.ID) // want `consumer prepared.renamed overwrites customers by a message of type msgs.CustomerChanged`
	return err
}

func (p *prepared) inserted(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = p.insert.ExecContext(ctx, e.ID, e.Name)
	return err
}

func (p *prepared) compared(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = p.newest.ExecContext(ctx, e.Name, e.CreatedAt, e.ID)
	return err
}

func (p *prepared) blocking() *sqlx.Stmt {
	p.once.Do(func() {
		p.block, _ = p.db.Preparex("UPDATE customers SET status = $1 WHERE id = $2")
	})
	return p.block
}

func (p *prepared) blocked(m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	_, err = p.blocking().Exec(e.Status, e.ID) // want `consumer prepared.blocked overwrites customers by a message of type msgs.CustomerChanged`
	return err
}

// swept runs the same statement with what no message says.
func (p *prepared) swept(m *nats.Msg) error {
	_, err := p.blocking().Exec("idle", 1)
	return err
}

func (p *prepared) local(ctx context.Context, m *nats.Msg) error {
	e, err := decode(m)
	if err != nil {
		return err
	}
	stmt, err := p.db.PrepareContext(ctx, "UPDATE customers SET email = $1 WHERE id = $2") // want `consumer prepared.local overwrites customers by a message of type msgs.CustomerChanged`
	if err != nil {
		return err
	}
	defer func() { _ = stmt.Close() }()
	_, err = stmt.ExecContext(ctx, e.Email, e.ID)
	return err
}
