// Package asked hires employees for those who wait for the answer, and for those who do not.
package asked

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

type hired struct{ ID, Name, Company string }

type desk struct{ db *sql.DB }

func (d *desk) insert(ctx context.Context, data []byte) (int64, error) {
	var e hired
	if err := json.Unmarshal(data, &e); err != nil {
		return 0, err
	}
	res, err := d.db.ExecContext(ctx, `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.ID, e.Name, e.Company)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (d *desk) companyCreated(m *nats.Msg) {
	_, _ = d.db.Exec(`INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, m.Subject, string(m.Data))
}

// hire is asked: who asks learns that the company is not there.
func (d *desk) hire(m *nats.Msg) {
	n, err := d.insert(context.Background(), m.Data)
	data, _ := json.Marshal(map[string]any{"hired": n, "error": err != nil})
	_ = m.Respond(data)
}

// hired is told, and says that it was.
func (d *desk) hired(m *nats.Msg) {
	if _, err := d.insert(context.Background(), m.Data); err != nil { // want `consumer desk.hired writes employees, whose company_id refers to companies`
		_ = m.Respond([]byte(err.Error()))
		return
	}
	_ = m.Respond([]byte("+OK"))
}

func subscribe(d *desk, nc *nats.Conn) {
	_, _ = nc.Subscribe("company.created", d.companyCreated)
	_, _ = nc.QueueSubscribe("employee.hire", "desk", d.hire)
	_, _ = nc.QueueSubscribe("employee.hired", "desk", d.hired)
}
