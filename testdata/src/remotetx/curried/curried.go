// Package curried has decorators: they run a function when what they return is
// called.
package curried

import (
	"context"
	"database/sql"
	"errors"
	"net/http"

	"example.com/fixtures/remote"
)

type handler func(context.Context) error

// inTx runs next in a transaction.
func inTx(db *sql.DB) func(next handler) handler {
	return func(next handler) handler {
		return func(ctx context.Context) error {
			tx, err := db.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			if err := next(ctx); err != nil {
				return errors.Join(err, tx.Rollback())
			}
			return tx.Commit()
		}
	}
}

// transactional is the same with one function less.
func transactional(db *sql.DB, next handler) handler {
	return func(ctx context.Context) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := next(ctx); err != nil {
			return err
		}
		return tx.Commit()
	}
}

// logged decorates without a transaction.
func logged(next handler) handler {
	return func(ctx context.Context) error { return next(ctx) }
}

func called(ctx context.Context, db *sql.DB) error {
	place := transactional(db, func(ctx context.Context) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	return place(ctx)
}

// The decorator is itself made by a call.
func twice(ctx context.Context, db *sql.DB) error {
	return inTx(db)(func(ctx context.Context) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})(ctx)
}

// And so is the function that is called in the end.
func twiceNamed(ctx context.Context, db *sql.DB) error {
	decorate := inTx(db)
	run := decorate(charge) // want "leaves the process while the transaction opened at line"
	return run(ctx)
}

func charge(ctx context.Context) error { return remote.Call(ctx, "charge") }

// outer hands on what inTx makes.
func outer(db *sql.DB) func(next handler) handler { return inTx(db) }

func throughOuter(ctx context.Context, db *sql.DB) error {
	return outer(db)(func(ctx context.Context) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})(ctx)
}

// retrying makes a decorator that opens none.
func retrying(n int) func(next handler) handler {
	return func(next handler) handler {
		return func(ctx context.Context) (err error) {
			for range n {
				if err = next(ctx); err == nil {
					return nil
				}
			}
			return err
		}
	}
}

func retried(ctx context.Context) error {
	return retrying(3)(func(ctx context.Context) error {
		return remote.Call(ctx, "no transaction")
	})(ctx)
}

func retriedInside(ctx context.Context, tx *sql.Tx) error {
	return retrying(3)(func(ctx context.Context) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})(ctx)
}

// afterwards runs next when its transaction is over.
func afterwards(db *sql.DB) func(next handler) handler {
	return func(next handler) handler {
		return func(ctx context.Context) error {
			tx, err := db.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			if err := tx.Commit(); err != nil {
				return err
			}
			return next(ctx)
		}
	}
}

func ranAfterwards(ctx context.Context, db *sql.DB) error {
	return afterwards(db)(func(ctx context.Context) error {
		return remote.Call(ctx, "committed by then")
	})(ctx)
}

// runner makes a function that runs another in a transaction, at once.
func runner(db *sql.DB) func(ctx context.Context, fn func(*sql.Tx) error) error {
	return func(ctx context.Context, fn func(*sql.Tx) error) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	}
}

func ranByRunner(ctx context.Context, db *sql.DB) error {
	run := runner(db)
	err := run(ctx, func(*sql.Tx) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
	if err != nil {
		return err
	}
	return remote.Call(ctx, "after")
}

// A literal of the function's own runs others in a transaction.
func local(ctx context.Context, db *sql.DB) error {
	inTx := func(fn func() error) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := fn(); err != nil {
			return err
		}
		return tx.Commit()
	}
	direct := func(fn func() error) error { return fn() }
	return errors.Join(
		inTx(func() error { return remote.Call(ctx, "inside") }), // want "remote.Call leaves"
		direct(func() error { return remote.Call(ctx, "no transaction") }),
	)
}

func plain(ctx context.Context) error {
	return logged(func(ctx context.Context) error {
		return remote.Call(ctx, "no transaction")
	})(ctx)
}

// Made but never called here: whoever gets it runs it in a transaction.
func made(db *sql.DB) handler {
	return transactional(db, func(ctx context.Context) error {
		return remote.Call(ctx, "inside") // want "remote.Call leaves"
	})
}

// middleware wraps a whole request.
func middleware(db *sql.DB, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tx, err := db.BeginTx(r.Context(), nil)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		next.ServeHTTP(w, r) // what it does is not known
		if err := tx.Commit(); err != nil {
			_ = remote.Call(r.Context(), "after")
		}
	})
}

// wrapped is a handler in such a middleware.
func wrapped(db *sql.DB) http.Handler {
	return middleware(db, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = remote.Call(r.Context(), "inside") // want "remote.Call leaves"
	}))
}

// chain is a middleware that is made by a call.
func chain(db *sql.DB) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler { return middleware(db, next) }
}

func chained(db *sql.DB) http.Handler {
	return chain(db)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = remote.Call(r.Context(), "inside") // want "remote.Call leaves"
	}))
}

// unwrapped is none.
func unwrapped(db *sql.DB) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = remote.Call(r.Context(), "no transaction")
	})
}

type chainable func(handler) handler

func (c chainable) then(next func(chainable) chainable) chainable { return next(c) }

// Functions that are made from themselves.
func knotted(ctx context.Context, db *sql.DB, n int) error {
	var wrap func(func(context.Context) error) func(func(context.Context) error) func(context.Context) error
	run := func(ctx context.Context) error { return remote.Call(ctx, "no transaction") }
	for range n {
		run = wrap(run)(run)
	}
	var self func(any) func(any) any
	self = func(x any) func(any) any { return func(y any) any { return self(x)(y) } }
	var next func() func() any
	call := func() any { return next }
	next = func() func() any { next = next()().(func() func() any); return call }
	_ = self(next()())(n)
	return run(ctx)
}
