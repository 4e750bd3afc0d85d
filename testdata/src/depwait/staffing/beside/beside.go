// Package beside keeps visits, and does something to their companies in the same handler:
// what brings the company makes sure of it, and what only changes it does not.
package beside

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"

	"github.com/jackc/pgx/v5"
	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
)

type company struct{ ID, Name string }

type visit struct {
	ID, CompanyID string
	Company       *company
	First         bool
}

// A Company is a row of the table.
type Company struct {
	ID, Name string
	Visits   int
}

// TableName is where it is kept.
func (Company) TableName() string { return "companies" }

type keeper struct {
	db  *sql.DB
	pg  *pgx.Conn
	orm *gorm.DB
}

const insert = `INSERT INTO visits (id, company_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`

func decode(m kafka.Message) (v visit, err error) {
	err = json.Unmarshal(m.Value, &v)
	return v, err
}

func (k *keeper) company(ctx context.Context, m kafka.Message) error {
	_, err := k.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, string(m.Key), string(m.Value))
	return err
}

// No company is counted where there is none.
func (k *keeper) counted(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	if _, err := k.db.ExecContext(ctx, `UPDATE companies SET visits = visits + 1 WHERE id = $1`, v.CompanyID); err != nil {
		return err
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID) // want `consumer keeper.counted of beside.visit writes visits, whose company_id refers to companies, which other messages fill, without making sure that it is there`
	return err
}

func (k *keeper) countedByModel(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	if err := k.orm.Model(&Company{}).Where("id = ?", v.CompanyID).Update("visits", 1).Error; err != nil {
		return err
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID) // want `without making sure that it is there`
	return err
}

var errMissing = errors.New("no such company")

// Here one is asked for.
func (k *keeper) asked(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	res, err := k.db.ExecContext(ctx, `UPDATE companies SET visits = visits + 1 WHERE id = $1`, v.CompanyID)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errMissing
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID)
	return err
}

func (k *keeper) tagged(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	tag, err := k.pg.Exec(ctx, `UPDATE companies SET visits = visits + 1 WHERE id = $1`, v.CompanyID)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return errMissing
	}
	_, err = k.pg.Exec(ctx, insert, v.ID, v.CompanyID)
	return err
}

func (k *keeper) askedOfModel(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	res := k.orm.Model(&Company{}).Where("id = ?", v.CompanyID).Update("visits", 1)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return errMissing
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID)
	return err
}

// What comes back fails to be scanned where there is no row.
func (k *keeper) returning(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	var n int
	if err := k.db.QueryRowContext(ctx, `UPDATE companies SET visits = visits + 1 WHERE id = $1 RETURNING visits`, v.CompanyID).Scan(&n); err != nil {
		return err
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID)
	return err
}

const seed = `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`

// The message may bring the company, and may not.
func (k *keeper) brought(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	if v.Company != nil {
		if _, err := k.db.ExecContext(ctx, seed, v.Company.ID, v.Company.Name); err != nil {
			return err
		}
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID) // want `but writes that itself for some messages only`
	return err
}

// Where it does not, this looks for it.
func (k *keeper) broughtOrFound(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	if v.Company != nil {
		if _, err := k.db.ExecContext(ctx, seed, v.Company.ID, v.Company.Name); err != nil {
			return err
		}
	} else {
		var id string
		if err := k.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, v.CompanyID).Scan(&id); err != nil {
			return err
		}
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID)
	return err
}

// Nothing is written without it.
func (k *keeper) broughtOrNot(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	if v.Company == nil {
		return errMissing
	}
	if _, err := k.db.ExecContext(ctx, seed, v.Company.ID, v.Company.Name); err != nil {
		return err
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID)
	return err
}

// A row that may be there already is made where it is not.
func (k *keeper) made(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	var id string
	err = k.db.QueryRowContext(ctx, `SELECT id FROM companies WHERE id = $1`, v.CompanyID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = k.db.ExecContext(ctx, seed, v.CompanyID, "")
	}
	if err != nil {
		return err
	}
	_, err = k.db.ExecContext(ctx, insert, v.ID, v.CompanyID)
	return err
}

// The key's failure is told from others, and the message lost for it.
func (k *keeper) told(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	err = k.orm.Exec(insert, v.ID, v.CompanyID).Error // want `without making sure that it is there`
	if errors.Is(err, gorm.ErrForeignKeyViolated) {
		log.Print("company not here yet")
		return nil
	}
	return err
}

// Here it comes again.
func (k *keeper) toldBack(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	err = k.orm.Exec(insert, v.ID, v.CompanyID).Error
	if errors.Is(err, gorm.ErrForeignKeyViolated) {
		return errMissing
	}
	return err
}

// And here it is put aside until then.
func (k *keeper) toldAside(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	err = k.orm.Exec(insert, v.ID, v.CompanyID).Error
	if errors.Is(err, gorm.ErrForeignKeyViolated) {
		return k.park(ctx, m.Value)
	}
	return err
}

// This one goes about it as well as it can.
func (k *keeper) toldParked(ctx context.Context, m kafka.Message) error {
	v, err := decode(m)
	if err != nil {
		return err
	}
	err = k.orm.Exec(insert, v.ID, v.CompanyID).Error
	if errors.Is(err, gorm.ErrForeignKeyViolated) {
		if err := k.park(ctx, m.Value); err != nil {
			return err
		}
		return nil
	}
	return err
}

func (k *keeper) park(ctx context.Context, body []byte) error {
	_, err := k.db.ExecContext(ctx, `INSERT INTO parked (body) VALUES ($1)`, body)
	return err
}
