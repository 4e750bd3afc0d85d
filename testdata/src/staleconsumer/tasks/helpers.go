package tasks

import (
	"context"
	"encoding/json"

	"github.com/hibiken/asynq"
	"github.com/nats-io/nats.go"
	"github.com/riverqueue/river"
)

// A worker leaves the work to methods of its own.

type bindArgs struct {
	BookID int64
	Cover  string
	Title  string
}

func (bindArgs) Kind() string { return "bind" }

type binder struct {
	river.WorkerDefaults[bindArgs]
	press press
	shelf *shelf
}

func (b *binder) Work(ctx context.Context, job *river.Job[bindArgs]) error {
	return b.Bind(ctx, job.Args)
}

// Bind keeps what came of it, and what it was done with.
func (b *binder) Bind(ctx context.Context, args bindArgs) error {
	copies, err := b.press.Typeset(ctx, args.BookID, args.Cover)
	if err != nil {
		return err
	}
	return b.shelf.printed(ctx, args.BookID, args.Cover, copies)
}

type rebinder struct {
	press press
	shelf *shelf
}

func (r *rebinder) rebind(ctx context.Context, task *asynq.Task) error {
	var in bindArgs
	if err := json.Unmarshal(task.Payload(), &in); err != nil {
		return err
	}
	return r.bound(ctx, in.BookID, in.Cover)
}

func (r *rebinder) bound(ctx context.Context, id int64, cover string) error {
	copies, err := r.press.Typeset(ctx, id, cover)
	if err != nil {
		return err
	}
	return r.shelf.printed(ctx, id, "bound", copies)
}

// retitle puts what the task brings into the row as it is.
func (r *rebinder) retitle(ctx context.Context, task *asynq.Task) error {
	var in bindArgs
	if err := json.Unmarshal(task.Payload(), &in); err != nil {
		return err
	}
	return r.titled(ctx, in)
}

func (r *rebinder) titled(ctx context.Context, in bindArgs) error {
	copies, err := r.press.Typeset(ctx, in.BookID, in.Cover)
	if err != nil {
		return err
	}
	return r.shelf.printed(ctx, in.BookID, in.Title, copies) // want `consumer rebinder.titled overwrites books`
}

func bindBooks(s *asynq.ServeMux, w *river.Workers, b *binder, r *rebinder) {
	s.HandleFunc("rebind", r.rebind)
	s.HandleFunc("retitle", r.retitle)
	river.AddWorker(w, b)
}

// sharer has one method for tasks, and for messages as well.
type sharer struct {
	press press
	shelf *shelf
}

func (s *sharer) asked(ctx context.Context, task *asynq.Task) error {
	var in bindArgs
	if err := json.Unmarshal(task.Payload(), &in); err != nil {
		return err
	}
	return s.share(ctx, in) // want `consumer sharer.asked overwrites books`
}

func (s *sharer) told(ctx context.Context, m *nats.Msg) error {
	var in bindArgs
	if err := json.Unmarshal(m.Data, &in); err != nil {
		return err
	}
	return s.share(ctx, in) // want `consumer sharer.told overwrites books`
}

func (s *sharer) share(ctx context.Context, in bindArgs) error {
	copies, err := s.press.Typeset(ctx, in.BookID, in.Cover)
	if err != nil {
		return err
	}
	return s.shelf.printed(ctx, in.BookID, in.Cover, copies)
}

func shareBooks(nc *nats.Conn, mux *asynq.ServeMux, s *sharer) {
	mux.HandleFunc("share", s.asked)
	_, _ = nc.Subscribe("shared", func(m *nats.Msg) { _ = s.told(context.Background(), m) })
}
