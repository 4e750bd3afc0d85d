package handed

import (
	"context"
	"database/sql"
	"encoding/json"

	amqp "github.com/rabbitmq/amqp091-go"
)

func (s *staff) exists(ctx context.Context, id string) (ok bool, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM companies WHERE id = $1)`, id).Scan(&ok)
	return ok, err
}

const putEmployee = `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

// optional leaves the key empty while there is no such company.
func (s *staff) optional(ctx context.Context, d amqp.Delivery) error {
	var e hired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	ok, err := s.exists(ctx, e.Company)
	if err != nil {
		return err
	}
	var company sql.NullString
	if ok {
		company = sql.NullString{String: e.Company, Valid: true}
	}
	_, err = s.db.ExecContext(ctx, putEmployee, e.ID, e.Name, company)
	return err
}

// pointed does so by a pointer.
func (s *staff) pointed(ctx context.Context, d amqp.Delivery) error {
	var e hired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	ok, err := s.exists(ctx, e.Company)
	if err != nil {
		return err
	}
	var company *string
	if ok {
		company = &e.Company
	}
	_, err = s.db.ExecContext(ctx, putEmployee, e.ID, e.Name, company)
	return err
}

// counted does something else where there is one, and writes the key all the same.
func (s *staff) counted(ctx context.Context, d amqp.Delivery) error {
	var e hired
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return err
	}
	ok, err := s.exists(ctx, e.Company)
	if err != nil {
		return err
	}
	n := 0
	if ok {
		n++
	}
	_, err = s.db.ExecContext(ctx, putEmployee, e.ID, e.Name, e.Company, n) // want `and drops the result of looking for it`
	return err
}
