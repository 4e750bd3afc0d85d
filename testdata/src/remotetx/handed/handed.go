// Package handed holds functions that are given a transaction: whoever gives
// it has it open.
package handed

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"

	"example.com/fixtures/remote"
)

func sqlTx(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return remote.Call(ctx, "inside") // want "remote.Call leaves the process while transaction tx is open"
}

func pgxTx(ctx context.Context, tx pgx.Tx) error {
	if err := remote.Local(ctx, "stays"); err != nil {
		return err
	}
	return remote.Call(ctx, "inside") // want "remote.Call leaves the process while transaction tx is open"
}

func sqlxTx(ctx context.Context, tx *sqlx.Tx) error {
	return remote.Call(ctx, "inside") // want "remote.Call leaves"
}

func poolTx(ctx context.Context, tx *pgxpool.Tx) error {
	return remote.Call(ctx, "inside") // want "remote.Call leaves"
}

// A pool or a connection is no transaction.
func pool(ctx context.Context, db *sql.DB, x *sqlx.DB, p *pgxpool.Pool, c *pgx.Conn) error {
	return remote.Call(ctx, "outside")
}

// The finding stands in sqlTx, which has the transaction in hand.
func opener(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := sqlTx(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// finish ends what it is given.
func finish(ctx context.Context, tx *sql.Tx) error {
	if err := tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

func finishes(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := finish(ctx, tx); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// maybeFinish ends it on one path only.
func maybeFinish(tx *sql.Tx, ok bool) error {
	if ok {
		return tx.Commit()
	}
	return nil
}

func maybeFinishes(ctx context.Context, db *sql.DB, ok bool) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := maybeFinish(tx, ok); err != nil {
		return err
	}
	return remote.Call(ctx, "may be open") // want "remote.Call leaves"
}

// A nil transaction means none.
func optional(ctx context.Context, db *sql.DB, tx *sql.Tx) error {
	if tx == nil {
		return remote.Call(ctx, "there is none")
	}
	return remote.Call(ctx, "inside") // want "remote.Call leaves"
}

// helper never looks at the transaction's existence; it is called with none
// here, and elsewhere with one.
func passesNil(ctx context.Context, db *sql.DB) error {
	return optional(ctx, db, nil)
}

// The methods of a type that holds one have it in hand.
type unit struct {
	tx *sql.Tx
}

func (u *unit) Place(ctx context.Context) error {
	if _, err := u.tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES"); err != nil {
		return err
	}
	return remote.Call(ctx, "inside") // want "remote.Call leaves"
}

func (u *unit) Finish(ctx context.Context) error {
	if err := u.tx.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// Place, which has it in hand, is where the finding stands.
func throughUnit(ctx context.Context, db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	u := &unit{tx: tx}
	if err := u.Place(ctx); err != nil {
		_ = tx.Rollback()
		return err
	}
	if err := u.Finish(ctx); err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// Two are handed in; one ends.
func two(ctx context.Context, a, b *sql.Tx) error {
	if err := a.Commit(); err != nil {
		return err
	}
	return remote.Call(ctx, "b is open") // want "transaction b is open"
}

// variadic and in a slice: they are transactions all the same.
func commitAll(ctx context.Context, txs ...*sql.Tx) error {
	for _, tx := range txs {
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return remote.Call(ctx, "after")
}

// A function type's parameter is what its callers hand over.
var hook = func(ctx context.Context, tx *sql.Tx) error {
	return remote.Call(ctx, "inside") // want "remote.Call leaves"
}
