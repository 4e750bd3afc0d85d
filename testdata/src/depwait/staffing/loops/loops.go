// Package loops subscribes its handlers in loops over maps and lists, each wrapped there.
package loops

import (
	"context"
	"database/sql"
	"encoding/json"
	"log"

	"github.com/segmentio/kafka-go"
)

type employee struct{ ID, Company string }

type handler func(ctx context.Context, body []byte) error

func decoded(f func(context.Context, employee) error) handler {
	return func(ctx context.Context, body []byte) error {
		var e employee
		if err := json.Unmarshal(body, &e); err != nil {
			return err
		}
		return f(ctx, e)
	}
}

func logged(h handler) handler {
	return func(ctx context.Context, body []byte) error {
		err := h(ctx, body)
		if err != nil {
			log.Print(err)
		}
		return err
	}
}

type router struct{ routes map[string]handler }

func (r *router) on(kind string, h handler) { r.routes[kind] = h }

func (r *router) run(ctx context.Context, from *kafka.Reader) error {
	for {
		m, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if h, ok := r.routes[m.Topic]; ok {
			if err := h(ctx, m.Value); err != nil {
				return err
			}
		}
		if err := from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

type mirror struct{ db *sql.DB }

func (m *mirror) register(r *router) {
	for kind, f := range map[string]func(context.Context, employee) error{
		"hired": m.hired,
		"lent":  m.lent,
	} {
		r.on(kind, logged(decoded(f)))
	}
	for _, f := range []func(context.Context, employee) error{m.moved, m.asked} {
		r.on("moved", decoded(f))
	}
	all := map[string]func(context.Context, employee) error{"named": m.named}
	r.on("named", decoded(all["named"]))
	// What is not subscribed is given no messages.
	for _, f := range []func(context.Context, employee) error{m.never} {
		_ = f
	}
}

func (m *mirror) company(ctx context.Context, id string) error {
	var found string
	return m.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, id).Scan(&found)
}

func (m *mirror) hired(ctx context.Context, e employee) error {
	_ = m.company(ctx, e.Company)
	_, err := m.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, e.ID, e.Company) // want `consumer mirror.hired .*drops the result of looking for it`
	return err
}

func (m *mirror) lent(ctx context.Context, e employee) error {
	if err := m.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2)`, e.ID, e.Company)
	return err
}

func (m *mirror) moved(ctx context.Context, e employee) error {
	_, err := m.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, e.ID, e.Company) // want `consumer mirror.moved .*without making sure that it is there`
	return err
}

func (m *mirror) asked(ctx context.Context, e employee) error {
	if err := m.company(ctx, e.Company); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, e.ID, e.Company)
	return err
}

func (m *mirror) named(ctx context.Context, e employee) error {
	_, err := m.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, e.ID, e.Company) // want `consumer mirror.named .*without making sure that it is there`
	return err
}

func (m *mirror) never(ctx context.Context, e employee) error {
	_, err := m.db.ExecContext(ctx, `UPDATE employees SET company_id = $2 WHERE id = $1`, e.ID, e.Company)
	return err
}
