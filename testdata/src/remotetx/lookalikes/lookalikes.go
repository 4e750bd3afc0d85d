// Package lookalikes has what looks like a transaction, or like a remote call
// inside of one, and is not.
package lookalikes

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"

	"example.com/fixtures/remote"
)

// transaction is open throughout.
func transaction(ctx context.Context, tx *sql.Tx, res *http.Response, w http.ResponseWriter) error {
	body, err := io.ReadAll(res.Body) // it was opened before
	if err != nil {
		return err
	}
	slog.InfoContext(ctx, "placed", "body", len(body)) // a log
	log.Println("placed")
	fmt.Fprintln(w, "placed") // the answer to a request is not a request
	w.WriteHeader(http.StatusOK)
	if _, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://billing", nil); err != nil { // made, not sent
		return err
	}
	if _, err := url.Parse("http://billing"); err != nil {
		return err
	}
	if _, err := net.DefaultResolver.LookupHost(ctx, "billing"); err != nil { // a look-up does not count
		return err
	}
	if _, err := os.ReadFile("/etc/hosts"); err != nil { // the machine's own
		return err
	}
	_, err = tx.ExecContext(ctx, "SELECT pg_notify('orders', $1)", string(body)) // a queue in the same database
	return err
}

// What counts, for comparison.
func counts(ctx context.Context, tx *sql.Tx, c *http.Client, req *http.Request) error {
	if _, err := c.Do(req); err != nil { // want "net/http.Client.Do leaves"
		return err
	}
	if _, err := http.Get("http://billing"); err != nil { // want "net/http.Get leaves"
		return err
	}
	conn, err := net.Dial("tcp", "billing:25") // want "net.Dial leaves"
	if err != nil {
		return err
	}
	return conn.Close()
}

// A server of the test's own.
func loopback(ctx context.Context, tx *sql.Tx) error {
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close()
	_, err := srv.Client().Get(srv.URL)
	return err
}

// An in-process channel and an in-process bus.
type bus struct {
	mu       sync.Mutex
	handlers []func(context.Context, string) error
	ch       chan string
}

func (b *bus) Subscribe(fn func(context.Context, string) error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.handlers = append(b.handlers, fn)
}

func (b *bus) Send(id string) { b.ch <- id }

func inProcess(ctx context.Context, tx *sql.Tx, b *bus) error {
	b.Send("placed")
	b.Subscribe(func(ctx context.Context, id string) error { return remote.Call(ctx, id) }) // runs when somebody publishes
	return nil
}

// worker is what reads the channel, elsewhere.
func (b *bus) worker(ctx context.Context) error {
	for id := range b.ch {
		if err := remote.Call(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// Events are recorded inside and flushed after.
type recorder struct{ events []string }

func (r *recorder) Record(id string) { r.events = append(r.events, id) }

func (r *recorder) Flush(ctx context.Context) error {
	for _, id := range r.events {
		if err := remote.Call(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func flushedAfter(ctx context.Context, db *sql.DB) error {
	var events recorder
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	events.Record("placed")
	if err := tx.Commit(); err != nil {
		return err
	}
	return events.Flush(ctx)
}

func flushedInside(ctx context.Context, db *sql.DB) error {
	var events recorder
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	events.Record("placed")
	if err := events.Flush(ctx); err != nil { // want "lookalikes.recorder.Flush leaves"
		return err
	}
	return tx.Commit()
}

// hooked runs its hooks after its commit.
type hooked struct {
	*sql.Tx
	hooks []func()
}

func (h *hooked) AfterCommit(fn func()) { h.hooks = append(h.hooks, fn) }

func (h *hooked) Commit() error {
	if err := h.Tx.Commit(); err != nil {
		return err
	}
	for _, fn := range h.hooks {
		fn()
	}
	return nil
}

func afterCommit(ctx context.Context, h *hooked) error {
	h.AfterCommit(func() { _ = remote.Call(ctx, "after") })
	if err := remote.Call(ctx, "inside"); err != nil { // want "remote.Call leaves"
		return err
	}
	return h.Commit()
}

// A list of functions that run after: what is added now runs later.
type later []func(context.Context) error

func (l *later) Add(fn func(context.Context) error) { *l = append(*l, fn) }

func addsLater(ctx context.Context, tx *sql.Tx, l *later) error {
	l.Add(func(ctx context.Context) error { return remote.Call(ctx, "later") })
	return nil
}

// Commit and Rollback of other things.
type offsets struct{}

func (offsets) Commit(partition int, offset int64) error { return nil }

func (offsets) Rollback(partition int) error { return nil }

func consumes(ctx context.Context, o offsets) error {
	if err := remote.Call(ctx, "no database"); err != nil {
		return o.Rollback(1)
	}
	return o.Commit(1, 2)
}

// An editor that begins and ends is no transaction either.
type editor struct{}

func (editor) Begin() {}

func (editor) End() {}

func edits(ctx context.Context, e editor) error {
	e.Begin()
	defer e.End()
	return remote.Call(ctx, "no database")
}

// A value that leaves by return, not by call.
func describes(tx *sql.Tx) func(context.Context) error {
	return func(ctx context.Context) error { return remote.Call(ctx, "whenever") }
}

// http.Handler and io.Writer may be anything: they prove nothing.
func anything(ctx context.Context, tx *sql.Tx, w io.Writer, h http.Handler, r *http.Request) error {
	h.ServeHTTP(httptest.NewRecorder(), r)
	_, err := w.Write([]byte("placed"))
	return err
}
