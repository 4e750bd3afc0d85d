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

// Missed: a decorator that is itself made by a call is not followed.
func twice(ctx context.Context, db *sql.DB) error {
	return inTx(db)(func(ctx context.Context) error {
		return remote.Call(ctx, "inside")
	})(ctx)
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

// unwrapped is none.
func unwrapped(db *sql.DB) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = remote.Call(r.Context(), "no transaction")
	})
}
