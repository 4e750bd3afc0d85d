// Package gates has decorators before its handlers that look for what their messages
// refer to.
package gates

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/hibiken/asynq"
)

type company struct{ ID, Name string }

type hired struct{ ID, Name, Company string }

type keeper struct{ db *sql.DB }

// Mount binds the handlers.
func (k *keeper) Mount(mux *asynq.ServeMux) {
	mux.HandleFunc("company", typed(k.company))
	mux.HandleFunc("plain", typed(k.plain))
	mux.HandleFunc("gated", gated(k.db, k.gated))
	mux.HandleFunc("ready", ready(k.known, k.ready))
	mux.HandleFunc("fresh", fresh(k.db, k.fresh))
	mux.HandleFunc("lenient", lenient(k.db, k.lenient))
}

func typed[E any](fn func(context.Context, E) error) func(context.Context, *asynq.Task) error {
	return func(ctx context.Context, task *asynq.Task) error {
		var e E
		if err := json.Unmarshal(task.Payload(), &e); err != nil {
			return err
		}
		return fn(ctx, e)
	}
}

var errMissing = errors.New("company missing")

func has(ctx context.Context, db *sql.DB, id string) (bool, error) {
	var n int
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM companies WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

// gated calls its handler where the company is there.
func gated(db *sql.DB, fn func(context.Context, hired) error) func(context.Context, *asynq.Task) error {
	return typed(func(ctx context.Context, e hired) error {
		ok, err := has(ctx, db, e.Company)
		if err != nil {
			return err
		}
		if !ok {
			return errMissing
		}
		return fn(ctx, e)
	})
}

// ready does so where whoever is asked says so.
func ready[E any](ask func(context.Context, E) (bool, error), fn func(context.Context, E) error) func(context.Context, *asynq.Task) error {
	return typed(func(ctx context.Context, e E) error {
		ok, err := ask(ctx, e)
		if err != nil {
			return err
		}
		if !ok {
			return errMissing
		}
		return fn(ctx, e)
	})
}

// fresh looks whether the message was seen before, and no further.
func fresh(db *sql.DB, fn func(context.Context, hired) error) func(context.Context, *asynq.Task) error {
	return typed(func(ctx context.Context, e hired) error {
		var n int
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM inbox WHERE id = $1`, e.ID).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return nil
		}
		return fn(ctx, e)
	})
}

// lenient looks for the company, and calls its handler all the same.
func lenient(db *sql.DB, fn func(context.Context, hired) error) func(context.Context, *asynq.Task) error {
	return typed(func(ctx context.Context, e hired) error {
		if ok, err := has(ctx, db, e.Company); err != nil || !ok {
			return fn(ctx, e)
		}
		return fn(ctx, e)
	})
}

const insert = `INSERT INTO employees (id, name, company_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

func (k *keeper) company(ctx context.Context, c company) error {
	_, err := k.db.ExecContext(ctx, `INSERT INTO companies (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, c.ID, c.Name)
	return err
}

func (k *keeper) known(ctx context.Context, e hired) (bool, error) { return has(ctx, k.db, e.Company) }

func (k *keeper) plain(ctx context.Context, e hired) error {
	_, err := k.db.ExecContext(ctx, insert, e.ID, e.Name, e.Company) // want `without making sure that it is there`
	return err
}

func (k *keeper) gated(ctx context.Context, e hired) error {
	_, err := k.db.ExecContext(ctx, insert, e.ID, e.Name, e.Company)
	return err
}

func (k *keeper) ready(ctx context.Context, e hired) error {
	_, err := k.db.ExecContext(ctx, insert, e.ID, e.Name, e.Company)
	return err
}

func (k *keeper) fresh(ctx context.Context, e hired) error {
	_, err := k.db.ExecContext(ctx, insert, e.ID, e.Name, e.Company) // want `without making sure that it is there`
	return err
}

func (k *keeper) lenient(ctx context.Context, e hired) error {
	_, err := k.db.ExecContext(ctx, insert, e.ID, e.Name, e.Company) // want `without making sure that it is there`
	return err
}

type transferred struct {
	ID      string
	Company *string
}

type employee struct {
	ID        string
	CompanyID *string
}

var errNotFound = errors.New("not found")

func (k *keeper) find(ctx context.Context, id string) (c company, err error) {
	err = k.db.QueryRowContext(ctx, `SELECT id, name FROM companies WHERE id = $1`, id).Scan(&c.ID, &c.Name)
	if errors.Is(err, sql.ErrNoRows) {
		err = errNotFound
	}
	return c, err
}

func (k *keeper) save(ctx context.Context, e *employee) error {
	_, err := k.db.ExecContext(ctx, `INSERT INTO employees (id, company_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, e.ID, e.CompanyID)
	return err
}

// Transferred gives a key where the look-up went well, and leaves it empty elsewhere.
func (k *keeper) Transferred(ctx context.Context, task *asynq.Task) error {
	var m transferred
	if err := json.Unmarshal(task.Payload(), &m); err != nil {
		return err
	}
	e := &employee{ID: m.ID}
	if ref := m.Company; ref != nil {
		switch _, err := k.find(ctx, *ref); {
		case err == nil:
			e.CompanyID = ref
		case !errors.Is(err, errNotFound):
			return err
		}
	}
	return k.save(ctx, e)
}

// Moved gives it whatever came of that.
func (k *keeper) Moved(ctx context.Context, task *asynq.Task) error {
	var m transferred
	if err := json.Unmarshal(task.Payload(), &m); err != nil {
		return err
	}
	e := &employee{ID: m.ID}
	if ref := m.Company; ref != nil {
		switch _, err := k.find(ctx, *ref); {
		case err == nil, errors.Is(err, errNotFound):
		default:
			return err
		}
		e.CompanyID = ref
	}
	return k.save(ctx, e) // want `and drops the result of looking for it`
}
