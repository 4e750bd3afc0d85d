// Package outcomes has consumers that are asked to do something, and keep how it went.
package outcomes

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
)

type asked struct {
	ReportID string
	Title    string
}

type reports struct{ db *sql.DB }

func (r *reports) start(ctx context.Context, id string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE reports SET status = 'running', started_at = $2 WHERE id = $1", id, time.Now())
	return err
}

func (r *reports) finish(ctx context.Context, id string, pages int) error {
	_, err := r.db.ExecContext(ctx, "UPDATE reports SET status = 'done', pages = $2 WHERE id = $1", id, pages)
	return err
}

func (r *reports) fail(ctx context.Context, id, why string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE reports SET status = 'failed', reason = $2 WHERE id = $1", id, why)
	return err
}

func (r *reports) rename(ctx context.Context, id, title string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE reports SET title = $2 WHERE id = $1", id, title)
	return err
}

func (r *reports) reject(ctx context.Context, id, title string) error {
	_, err := r.db.ExecContext(ctx, "UPDATE reports SET status = 'rejected', title = $2 WHERE id = $1", id, title)
	return err
}

// keeper is what the worker needs of them.
type keeper interface {
	finish(ctx context.Context, id string, pages int) error
	fail(ctx context.Context, id, why string) error
}

type worker struct {
	reports *reports
	keeper  keeper
}

func newWorker(r *reports) *worker { return &worker{reports: r, keeper: r} }

func produce(ctx context.Context, id string) error {
	if id == "" {
		return errors.New("no report")
	}
	return ctx.Err()
}

func decode(m *nats.Msg) (*asked, error) {
	a := new(asked)
	return a, json.Unmarshal(m.Data, a)
}

// straight keeps each step by itself.
func (w *worker) straight(ctx context.Context, m *nats.Msg) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if err := w.reports.start(ctx, a.ReportID); err != nil {
		return err
	}
	if err := produce(ctx, a.ReportID); err != nil {
		return w.reports.fail(ctx, a.ReportID, err.Error())
	}
	return w.reports.finish(ctx, a.ReportID, 1)
}

// settled leaves how it went to a function of its own.
func (w *worker) settled(ctx context.Context, m *nats.Msg) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	return w.settle(ctx, a.ReportID, produce(ctx, a.ReportID))
}

func (w *worker) settle(ctx context.Context, id string, failure error) error {
	if failure == nil {
		return w.keeper.finish(ctx, id, 1)
	}
	return w.keeper.fail(ctx, id, failure.Error())
}

// both keeps how it went, and what the message says.
func (w *worker) both(ctx context.Context, m *nats.Msg) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if err := w.reports.rename(ctx, a.ReportID, a.Title); err != nil { // want `consumer worker.both overwrites reports`
		return err
	}
	if err := produce(ctx, a.ReportID); err != nil {
		return w.reports.fail(ctx, a.ReportID, err.Error())
	}
	return w.reports.finish(ctx, a.ReportID, 1)
}

// rejected writes what the message says when it fails.
func (w *worker) rejected(ctx context.Context, m *nats.Msg) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	if err := produce(ctx, a.ReportID); err != nil {
		return w.reports.reject(ctx, a.ReportID, a.Title) // want `consumer worker.rejected overwrites reports`
	}
	return w.reports.finish(ctx, a.ReportID, 1) // want `consumer worker.rejected overwrites reports`
}

// told does no work: the message says that a report is done.
func (w *worker) told(ctx context.Context, m *nats.Msg) error {
	a, err := decode(m)
	if err != nil {
		return err
	}
	return w.reports.finish(ctx, a.ReportID, 1) // want `consumer worker.told overwrites reports`
}

func listen(nc *nats.Conn, w *worker) {
	ctx := context.Background()
	for subject, handle := range map[string]func(context.Context, *nats.Msg) error{
		"a": w.straight, "b": w.settled, "c": w.both, "d": w.rejected, "e": w.told,
	} {
		_, _ = nc.Subscribe(subject, func(m *nats.Msg) { _ = handle(ctx, m) })
	}
}
