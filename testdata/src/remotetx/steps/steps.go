// Package steps runs lists of functions, inside of transactions and outside.
package steps

import (
	"context"
	"database/sql"
	"errors"

	"example.com/fixtures/remote"
)

type step func(ctx context.Context, tx *sql.Tx) error

type desk struct{ db *sql.DB }

// inTx runs fn in a transaction.
func (d *desk) inTx(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func note(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO notes DEFAULT VALUES")
	return err
}

// A list that the function makes and runs.
func (d *desk) book(ctx context.Context, id string) error {
	steps := []func() error{
		func() error { return nil },
		func() error { return remote.Call(ctx, id) }, // want "remote.Call leaves"
	}
	return d.inTx(ctx, func(tx *sql.Tx) error {
		for _, s := range steps {
			if err := s(); err != nil {
				return err
			}
		}
		return nil
	})
}

// A list that grows.
func (d *desk) grown(ctx context.Context, id string, tell bool) error {
	var steps []func() error
	steps = append(steps, func() error { return nil })
	if tell {
		steps = append(steps, func() error { return remote.Call(ctx, id) }) // want "remote.Call leaves"
	}
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for i := range steps {
		if err := steps[i](); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// all runs what it is given in one transaction.
func (d *desk) all(ctx context.Context, steps ...func(context.Context) error) error {
	return d.inTx(ctx, func(tx *sql.Tx) error {
		for _, s := range steps {
			if err := s(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *desk) variadic(ctx context.Context, id string) error {
	return d.all(ctx,
		func(ctx context.Context) error { return remote.Local(ctx, id) },
		func(ctx context.Context) error { return remote.Call(ctx, id) }, // want "remote.Call leaves"
	)
}

func announce(ctx context.Context) error { return remote.Call(ctx, "announce") }

func (d *desk) named(ctx context.Context) error {
	return d.all(ctx, announce) // want "leaves the process while"
}

// telling makes a step.
func telling(id string) func(context.Context) error {
	return func(ctx context.Context) error { return remote.Call(ctx, id) }
}

func (d *desk) factory(ctx context.Context) error {
	return d.all(ctx, telling("it")) // want "leaves the process while the transaction"
}

// through hands its list on.
func (d *desk) through(ctx context.Context, steps ...func(context.Context) error) error {
	steps = append(steps, func(context.Context) error { return nil })
	return d.all(ctx, steps...)
}

func (d *desk) handedOn(ctx context.Context) error {
	return d.through(ctx, announce) // want "leaves the process while"
}

func (d *desk) listed(ctx context.Context) error {
	list := []func(context.Context) error{announce}
	return d.all(ctx, list...) // want "leaves the process while"
}

// atomically is curried: what it returns runs the steps.
func (d *desk) atomically(steps ...func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		return d.inTx(ctx, func(tx *sql.Tx) error {
			for _, s := range steps {
				if err := s(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func (d *desk) curried(ctx context.Context, id string) error {
	return d.atomically(telling(id), telling("other"))(ctx) // want "leaves the process while the transaction"
}

func (d *desk) curriedLiteral(ctx context.Context, id string) error {
	run := d.atomically(func(ctx context.Context) error {
		return remote.Call(ctx, id) // want "remote.Call leaves"
	})
	return run(ctx)
}

func (d *desk) curriedNamed(ctx context.Context) error {
	return d.atomically(announce)(ctx) // want "leaves the process while"
}

// A literal of the function's own takes the list.
func (d *desk) local(ctx context.Context) error {
	run := func(steps ...func() error) error {
		tx, err := d.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		for _, s := range steps {
			if err := s(); err != nil {
				return err
			}
		}
		return tx.Commit()
	}
	return run(func() error { return remote.Call(ctx, "inside") }) // want "remote.Call leaves"
}

// Near misses.

// sequence runs its steps without a transaction.
func sequence(ctx context.Context, steps ...func(context.Context) error) error {
	for _, s := range steps {
		if err := s(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) without(ctx context.Context) error {
	return sequence(ctx, announce, telling("it"), func(ctx context.Context) error { return remote.Call(ctx, "x") })
}

// But inside of one it does.
func (d *desk) inside(ctx context.Context, tx *sql.Tx) error {
	return sequence(ctx, announce) // want "leaves the process while"
}

// settled runs some inside, and others when it is over.
func (d *desk) settled(ctx context.Context, inside, after []func(context.Context) error) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, s := range inside {
		if err := s(ctx); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, s := range after {
		if err := s(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) ranAfter(ctx context.Context) error {
	quiet := func(context.Context) error { return nil }
	return d.settled(ctx, []func(context.Context) error{quiet}, []func(context.Context) error{announce})
}

func (d *desk) ranInside(ctx context.Context) error {
	quiet := func(context.Context) error { return nil }
	return d.settled(ctx, []func(context.Context) error{announce}, []func(context.Context) error{quiet}) // want "leaves the process while"
}

// What is collected inside runs after.
func (d *desk) collected(ctx context.Context, ids []string) error {
	var after []func() error
	err := d.inTx(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			if err := note(ctx, tx); err != nil {
				return err
			}
			after = append(after, func() error { return remote.Call(ctx, id) })
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range after {
		err = errors.Join(err, f())
	}
	return err
}

// Of two steps, one runs inside and the other after.
func (d *desk) byIndex(ctx context.Context) error {
	steps := []func() error{
		func() error { return nil },
		func() error { return remote.Call(ctx, "after") },
	}
	if err := d.inTx(ctx, func(tx *sql.Tx) error { return steps[0]() }); err != nil {
		return err
	}
	return steps[1]()
}

// afterCommit is the list of a unit of work: it runs when all is over.
type unit struct {
	d           *desk
	afterCommit []func(context.Context) error
}

func (u *unit) after(f ...func(context.Context) error) { u.afterCommit = append(u.afterCommit, f...) }

func (u *unit) do(ctx context.Context, fn func(*unit) error) error {
	if err := u.d.inTx(ctx, func(tx *sql.Tx) error { return fn(u) }); err != nil {
		return err
	}
	for _, f := range u.afterCommit {
		if err := f(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) unitOfWork(ctx context.Context) error {
	u := &unit{d: d}
	return u.do(ctx, func(u *unit) error {
		u.after(announce, telling("it"))
		return nil
	})
}

// Options are functions too.
type option func(*config)

type config struct{ name string }

func (d *desk) configured(ctx context.Context, tx *sql.Tx, opts ...option) error {
	var c config
	for _, o := range opts {
		o(&c)
	}
	return note(ctx, tx)
}

// Steps that are counted, but not run.
func (d *desk) counted(ctx context.Context) (n int, err error) {
	steps := []func() error{func() error { return remote.Call(ctx, "never") }}
	err = d.inTx(ctx, func(tx *sql.Tx) error {
		n = len(steps)
		return note(ctx, tx)
	})
	return n, err
}
