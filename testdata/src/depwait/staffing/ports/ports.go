// Package ports changes employees in a callback of a port, which is given the row as it is.
package ports

import (
	"context"
	"encoding/json"

	"github.com/jmoiron/sqlx"
	"github.com/nats-io/nats.go"
)

// An Employee is one of a company's.
type Employee struct {
	ID        string `db:"id"`
	Name      string `db:"name"`
	CompanyID string `db:"company_id"`
}

// A Port keeps employees.
type Port interface {
	WithEmployee(ctx context.Context, id string, fn func(ctx context.Context, cur *Employee, w Writer) error) error
}

// A Writer writes them in the transaction of a port.
type Writer interface {
	Change(ctx context.Context, e Employee) error
}

type postgres struct{ db *sqlx.DB }

// Postgres keeps them in PostgreSQL.
func Postgres(db *sqlx.DB) Port { return postgres{db} }

type txWriter struct{ tx *sqlx.Tx }

func (p postgres) WithEmployee(ctx context.Context, id string, fn func(ctx context.Context, cur *Employee, w Writer) error) error {
	tx, err := p.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	cur := new(Employee)
	if err := tx.GetContext(ctx, cur, `SELECT id, name, company_id FROM employees WHERE id = $1 FOR UPDATE`, id); err != nil {
		return err
	}
	if err := fn(ctx, cur, txWriter{tx}); err != nil {
		return err
	}
	return tx.Commit()
}

func (w txWriter) Change(ctx context.Context, e Employee) error {
	_, err := w.tx.NamedExecContext(ctx, `UPDATE employees SET name = :name, company_id = :company_id WHERE id = :id`, e)
	return err
}

type consumer struct{ port Port }

// renamed leaves the employee in the company that is there.
func (c consumer) renamed(m *nats.Msg) error {
	var e Employee
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return c.port.WithEmployee(context.Background(), e.ID, func(ctx context.Context, cur *Employee, w Writer) error {
		next := *cur
		next.Name = e.Name
		return w.Change(ctx, next)
	})
}

func (c consumer) moved(m *nats.Msg) error {
	var e Employee
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return c.port.WithEmployee(context.Background(), e.ID, func(ctx context.Context, cur *Employee, w Writer) error {
		next := *cur
		next.CompanyID = e.CompanyID
		return w.Change(ctx, next) // want `consumer consumer.moved of .* writes employees, whose company_id refers to companies`
	})
}

func (c consumer) replaced(m *nats.Msg) error {
	var e Employee
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return c.port.WithEmployee(context.Background(), e.ID, func(ctx context.Context, cur *Employee, w Writer) error {
		return w.Change(ctx, e) // want `consumer consumer.replaced of .* writes employees, whose company_id refers to companies`
	})
}

// Bind subscribes.
func Bind(db *sqlx.DB, nc *nats.Conn) {
	c := consumer{Postgres(db)}
	for subject, h := range map[string]func(*nats.Msg) error{"renamed": c.renamed, "moved": c.moved, "replaced": c.replaced} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) {
			if h(m) == nil {
				_ = m.Ack()
			}
		})
	}
}

// company keeps the companies.
func company(db *sqlx.DB, m *nats.Msg) error {
	_, err := db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, m.Subject, string(m.Data))
	return err
}

// BindCompany subscribes.
func BindCompany(db *sqlx.DB, nc *nats.Conn) {
	_, _ = nc.Subscribe("company", func(m *nats.Msg) {
		if company(db, m) == nil {
			_ = m.Ack()
		}
	})
}
