// Package around has middleware before some of its handlers.
package around

import (
	"context"
	"database/sql"
	"errors"

	"example.com/fixtures/depwait/staffing/around/rail"
)

type company struct{ ID, Name string }

type hired struct{ ID, Name, Company string }

type keeper struct{ db *sql.DB }

// Mount binds the handlers.
func Mount(db *sql.DB, s *rail.Server) {
	k := &keeper{db}
	rail.Bind(s, "companies", k.company)
	rail.Bind(s, "plain", k.plain)
	rail.Bind(s, "timed", k.timed, rail.Timed[hired]("x"))
	rail.Bind(s, "quiet", k.quiet, rail.Timed[hired]("x"), rail.Quiet[hired]("x"))
	rail.Bind(s, "calm", k.calm, rail.Calm[hired])
	rail.Attach(s, "more", k.more, rail.Prefetch())
	rail.Attach(s, "first", k.first, rail.Prefetch(), rail.AckFirst())
	rail.Attach(s, "lenient", k.lenient, rail.Lenient())
	rail.On(s, "typed", rail.Func[hired](k.typed))
	rail.On(s, "blind", rail.Func[hired](k.blind))
}

func (k *keeper) company(ctx context.Context, m rail.Message[company]) error {
	_, err := k.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, m.Body.ID, m.Body.Name)
	return err
}

var errEarly = errors.New("too early")

func (k *keeper) require(ctx context.Context, id string) error {
	var n int
	if err := k.db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errEarly
	}
	return nil
}

const insert = `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

func (k *keeper) plain(ctx context.Context, m rail.Message[hired]) error {
	if err := k.require(ctx, m.Body.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company)
	return err
}

func (k *keeper) timed(ctx context.Context, m rail.Message[hired]) error {
	if err := k.require(ctx, m.Body.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company)
	return err
}

func (k *keeper) quiet(ctx context.Context, m rail.Message[hired]) error {
	if err := k.require(ctx, m.Body.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company) // want `but answers success where it is missing`
	return err
}

func (k *keeper) calm(ctx context.Context, m rail.Message[hired]) error {
	if err := k.require(ctx, m.Body.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company) // want `but answers success where it is missing`
	return err
}

func (k *keeper) typed(ctx context.Context, m rail.Message[hired]) error {
	if err := k.require(ctx, m.Body.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company)
	return err
}

func (k *keeper) blind(ctx context.Context, m rail.Message[hired]) error {
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company) // want `without making sure that it is there`
	return err
}

func (k *keeper) more(ctx context.Context, m rail.Message[hired]) error {
	if err := k.require(ctx, m.Body.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company)
	return err
}

func (k *keeper) first(ctx context.Context, m rail.Message[hired]) error {
	if err := k.require(ctx, m.Body.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company) // want `but acknowledges the message where it is missing`
	return err
}

func (k *keeper) lenient(ctx context.Context, m rail.Message[hired]) error {
	if err := k.require(ctx, m.Body.Company); err != nil {
		return err
	}
	_, err := k.db.ExecContext(ctx, insert, m.Body.ID, m.Body.Name, m.Body.Company) // want `but acknowledges the message where it is missing`
	return err
}
