package staffing

import (
	"context"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/uptrace/bun"
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

// What a row refers to stays what it was, where the row is written as it was read, or
// an update does not name the key.

type employee struct {
	bun.BaseModel `bun:"table:employees" bson:"-"`

	ID        string `bun:"id,pk" bson:"_id"`
	Name      string `bun:"name" bson:"name"`
	CompanyID string `bun:"company_id" bson:"company_id"`
}

func (c *consumers) find(ctx context.Context, id string) (*employee, error) {
	var e employee
	err := c.db.QueryRowContext(ctx, `SELECT id, name, company_id FROM employees WHERE id = $1`, id).Scan(&e.ID, &e.Name, &e.CompanyID)
	if err != nil {
		return nil, err
	}
	return &e, nil
}

func (c *consumers) store(ctx context.Context, e *employee) error {
	_, err := c.db.ExecContext(ctx, `UPDATE employees SET name = $2, company_id = $3 WHERE id = $1`, e.ID, e.Name, e.CompanyID)
	return err
}

func (c *consumers) renamed(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	row, err := c.find(msg.Context(), e.ID)
	if err != nil {
		return err
	}
	row.Name = e.Name
	return c.store(msg.Context(), row)
}

func (c *consumers) transferred(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	row, err := c.find(msg.Context(), e.ID)
	if err != nil {
		return err
	}
	row.CompanyID = e.Company
	_, err = c.db.ExecContext(msg.Context(), `UPDATE employees SET name = $2, company_id = $3 WHERE id = $1`, row.ID, row.Name, row.CompanyID) // want `writes employees, whose company_id refers to companies`
	return err
}

type documents struct{ employees *mongo.Collection }

func newDocuments(db *mongo.Database) *documents { return &documents{db.Collection("employees")} }

func (d *documents) renamed(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var row employee
	if err := d.employees.FindOne(msg.Context(), bson.M{"_id": e.ID}).Decode(&row); err != nil {
		return err
	}
	row.Name = e.Name
	_, err = d.employees.ReplaceOne(msg.Context(), bson.M{"_id": e.ID}, row)
	return err
}

func (d *documents) transferred(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	var row employee
	if err := d.employees.FindOne(msg.Context(), bson.M{"_id": e.ID}).Decode(&row); err != nil {
		return err
	}
	row.CompanyID = e.Company
	_, err = d.employees.ReplaceOne(msg.Context(), bson.M{"_id": e.ID}, row) // want `writes employees, whose company_id refers to companies`
	return err
}

type models struct{ db *bun.DB }

func (m *models) renamed(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	row := &employee{ID: e.ID, Name: e.Name, CompanyID: e.Company}
	_, err = m.db.NewUpdate().Model(row).Set("name = ?", row.Name).WherePK().Exec(msg.Context())
	return err
}

func (m *models) transferred(msg *message.Message) error {
	e, err := decode(msg)
	if err != nil {
		return err
	}
	row := &employee{ID: e.ID, Name: e.Name, CompanyID: e.Company}
	_, err = m.db.NewUpdate().Model(row).Set("company_id = ?", row.CompanyID).WherePK().Exec(msg.Context()) // want `writes employees, whose company_id refers to companies`
	return err
}
