package commands

import (
	"context"
	"database/sql"
)

type Relocate struct {
	ID, City string
	Version  int64
}

type Reprice struct {
	ID      string
	Cents   int64
	Version int64
}

type Close struct{ ID, Reason string }

type Relocator struct{ DB *sql.DB }

func (r *Relocator) Handle(ctx context.Context, c Relocate) error {
	_, err := r.DB.ExecContext(ctx, "UPDATE shops SET city = $1 WHERE id = $2", c.City, c.ID) // want `overwrites shops by a message of type commands.Relocate without comparing their order`
	return err
}

type Repricer struct{ DB *sql.DB }

func (r *Repricer) Handle(ctx context.Context, c Reprice) error {
	_, err := r.DB.ExecContext(ctx, "UPDATE shops SET cents = $1, version = $2 WHERE id = $3 AND version < $2", c.Cents, c.Version, c.ID)
	return err
}

// Closer is asked by a request.
type Closer struct{ DB *sql.DB }

func (r *Closer) Handle(ctx context.Context, c Close) error {
	_, err := r.DB.ExecContext(ctx, "UPDATE shops SET reason = $1 WHERE id = $2", c.Reason, c.ID)
	return err
}
