package orders

import (
	"context"
	"database/sql"

	"example.com/fixtures/remote"
	"example.com/fixtures/remotetx/callbacks/db"
)

func (s *service) methodValue(ctx context.Context) error {
	return db.InTx(ctx, s.db, s.charge) // the finding stands in charge, which has the transaction
}

func (s *service) charge(ctx context.Context, tx *sql.Tx) error {
	return remote.Call(ctx, "inside") // want "remote.Call leaves"
}

func (s *service) namedFunction(ctx context.Context) error {
	return db.InTx(ctx, s.db, insert)
}

func insert(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO orders DEFAULT VALUES")
	return err
}

// announce cannot know that it runs in a transaction: the finding stands where
// it is handed over.
func (s *service) announce(ctx context.Context) error { return remote.Call(ctx, "announce") }

func (s *service) withoutHandle(ctx context.Context) error {
	if err := s.announce(ctx); err != nil {
		return err
	}
	return s.manager.Run(ctx, s.announce) // want "leaves the process"
}

func (s *service) variable(ctx context.Context) error {
	step := func(tx *sql.Tx) error { return remote.Call(ctx, "inside") } // want "remote.Call leaves"
	return db.InTxNamed(ctx, s.db, "variable", step)
}

func (s *service) oneOfTwo(ctx context.Context, dry bool) error {
	step := func() error { return remote.Call(ctx, "inside") } // want "remote.Call leaves"
	if dry {
		step = func() error { return nil }
	}
	return db.Quietly(ctx, s.db, step)
}

func (s *service) variadic(ctx context.Context) error {
	return s.manager.Do(ctx,
		func(tx *sql.Tx) error { return remote.Local(ctx, "inside") },
		func(tx *sql.Tx) error { return remote.Call(ctx, "inside") }) // want "remote.Call leaves"
}

// within passes the function on: what it is given runs in a transaction.
func (s *service) within(ctx context.Context, fn func() error) error {
	return db.Quietly(ctx, s.db, fn)
}

func (s *service) passedOn(ctx context.Context) error {
	return s.within(ctx, func() error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

// calledInside calls what it is given inside the helper's function, two deep.
func (s *service) calledInside(ctx context.Context, fn func(context.Context) error) error {
	return db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		return once(func() error { return fn(ctx) })
	})
}

func once(fn func() error) error { return fn() }

func (s *service) twoDeep(ctx context.Context) error {
	return s.calledInside(ctx, func(ctx context.Context) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

// A struct's function field.
type job struct {
	run func(*sql.Tx) error
}

func (s *service) field(ctx context.Context) error {
	j := job{run: func(*sql.Tx) error { return remote.Call(ctx, "inside") }} // want "remote.Call leaves"
	return db.InTxNamed(ctx, s.db, "job", j.run)
}

// The helper is itself a parameter: by its type it takes what needs a
// transaction.
func withHelper(ctx context.Context, inTx func(func(*sql.Tx) error) error) error {
	return inTx(func(tx *sql.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

func retry(fn func() error) error {
	if err := fn(); err != nil {
		return fn()
	}
	return nil
}

// A retry around the transaction is none.
func (s *service) retried(ctx context.Context) error {
	return retry(func() error {
		if err := remote.Call(ctx, "before"); err != nil {
			return err
		}
		return db.InTx(ctx, s.db, insert)
	})
}

func (s *service) retriedInside(ctx context.Context) error {
	return db.InTx(ctx, s.db, func(ctx context.Context, tx *sql.Tx) error {
		return retry(func() error { return remote.Call(ctx, "inside") }) // want "remote.Call leaves"
	})
}
