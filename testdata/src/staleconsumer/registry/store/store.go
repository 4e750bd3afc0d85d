// Package store has one function run whatever statement it is given.
package store

import (
	"context"
	"database/sql"

	"github.com/Masterminds/squirrel"

	"example.com/fixtures/staleconsumer/msgs"
)

type Store struct{ DB *sql.DB }

func (s Store) exec(ctx context.Context, b squirrel.Sqlizer) error {
	query, args, err := b.ToSql()
	if err != nil {
		return err
	}
	_, err = s.DB.ExecContext(ctx, query, args...)
	return err
}

// A statement is anything that is asked for its text.
type statement interface {
	ToSql() (string, []any, error)
}

func run(ctx context.Context, db *sql.DB, b statement) error {
	query, args, err := b.ToSql()
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, query, args...)
	return err
}

// Rename writes whatever was there.
func (s Store) Rename(ctx context.Context, id, name string) error {
	return s.exec(ctx, squirrel.Update("customers").Set("name", name).Where(squirrel.Eq{"id": id}))
}

// Move writes what is older.
func (s Store) Move(ctx context.Context, id, name string, version int64) error {
	return run(ctx, s.DB, squirrel.Update("customers").Set("name", name).Set("version", version).Where(squirrel.Eq{"id": id}).Where(squirrel.Lt{"version": version}))
}

// Retitle writes whatever was there.
func (s Store) Retitle(ctx context.Context, id, name string) error {
	return run(ctx, s.DB, squirrel.Update("customers").Set("name", name).Where(squirrel.Eq{"id": id}))
}

// Merge leaves the condition out for a repair.
func (s Store) Merge(ctx context.Context, m msgs.CustomerChanged, force bool) error {
	up := squirrel.Update("customers").Set("name", m.Name).Set("version", m.Version).Where(squirrel.Eq{"id": m.ID})
	if !force {
		up = up.Where(squirrel.Lt{"version": m.Version})
	}
	return s.exec(ctx, up)
}

// MergeSome leaves the condition out for whatever is no repair.
func (s Store) MergeSome(ctx context.Context, m msgs.CustomerChanged, force bool) error {
	up := squirrel.Update("customers").Set("name", m.Name).Set("version", m.Version).Where(squirrel.Eq{"id": m.ID})
	if force {
		up = up.Where(squirrel.Lt{"version": m.Version})
	}
	return s.exec(ctx, up)
}

// Append adds a row.
func (s Store) Append(ctx context.Context, id, name string) error {
	return s.exec(ctx, squirrel.Insert("names").Columns("customer_id", "name").Values(id, name))
}

// Stored is the version that is there.
func (s Store) Stored(ctx context.Context, tx *sql.Tx, id string) (version int64, err error) {
	err = squirrel.Select("version").From("customers").Where(squirrel.Eq{"id": id}).Suffix("FOR UPDATE").RunWith(tx).QueryRowContext(ctx).Scan(&version)
	return version, err
}
