// Package values keeps functions in fields, variables and tables.
package values

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"example.com/fixtures/remote"
)

type service struct {
	send func(context.Context, string) error
	log  func(context.Context, string) error
}

func newService() *service { return &service{send: remote.Call, log: remote.Local} }

// The field is set once, by the constructor.
func (s *service) place(ctx context.Context, tx *sql.Tx) error {
	if err := s.log(ctx, "placed"); err != nil {
		return err
	}
	return s.send(ctx, "placed") // want "leaves the process"
}

var (
	notify = func(ctx context.Context) error { return remote.Call(ctx, "notify") }
	stay   = func(ctx context.Context) error { return remote.Local(ctx, "stay") }
	alias  = remote.Call
)

func variables(ctx context.Context, tx *sql.Tx) error {
	if err := stay(ctx); err != nil {
		return err
	}
	if err := notify(ctx); err != nil { // want "leaves the process"
		return err
	}
	return alias(ctx, "alias") // want "leaves the process"
}

// A slice of steps, all of which run.
func steps(ctx context.Context, tx *sql.Tx) error {
	for _, step := range []func(context.Context, string) error{remote.Local, remote.Call} {
		if err := step(ctx, "step"); err != nil { // want "leaves the process"
			return err
		}
	}
	return nil
}

// A method value that is kept for later.
func later(ctx context.Context, tx *sql.Tx, mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _ = remote.Call(r.Context(), "a request of its own") })
	time.AfterFunc(time.Second, func() { _ = remote.Call(ctx, "a goroutine of its own") })
	context.AfterFunc(ctx, func() { _ = remote.Call(ctx, "a goroutine of its own") })
}

// Its result is a function, which is called at once.
func sender() func(context.Context) error {
	return func(ctx context.Context) error { return remote.Call(ctx, "sender") }
}

func callsResult(ctx context.Context, tx *sql.Tx) error {
	send := sender() // made, not called
	if tx == nil {
		return nil
	}
	return send(ctx) // want "leaves the process"
}

// Rows that are open are no transaction.
func rows(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT id FROM orders")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := remote.Call(ctx, "row"); err != nil {
			return err
		}
	}
	return rows.Err()
}

// An advisory lock of the session is none either.
func lock(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(1)"); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, "SELECT pg_advisory_unlock(1)")
	return remote.Call(ctx, "locked")
}
