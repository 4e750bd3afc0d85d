// Package tasks has workers of a queue that their service puts tasks into for itself.
package tasks

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/hibiken/asynq"
	"github.com/riverqueue/river"
)

type bookArgs struct {
	BookID int64
	Format string
	Title  string
}

func (bookArgs) Kind() string { return "print" }

// press prints books, and is not part of this service.
type press interface {
	Typeset(ctx context.Context, id int64, format string) (copies string, err error)
	Notify(ctx context.Context, title string) error
}

type shelf struct{ db *sql.DB }

func (s *shelf) printed(ctx context.Context, id int64, format, copies string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE books SET state = 'printed', format = $2, copies = $3 WHERE id = $1", id, format, copies)
	return err
}

func (s *shelf) SaveTitle(ctx context.Context, id int64, title string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE books SET title = $2 WHERE id = $1", id, title)
	return err
}

type printer struct {
	river.WorkerDefaults[bookArgs]
	press press
	shelf *shelf
	db    *sql.DB
}

// Work keeps that it has begun, and what came of it, and with what it was done.
func (p *printer) Work(ctx context.Context, job *river.Job[bookArgs]) error {
	if _, err := p.db.ExecContext(ctx, "UPDATE books SET state = 'printing', begun_at = $2 WHERE id = $1", job.Args.BookID, time.Now()); err != nil {
		return err
	}
	copies, err := p.press.Typeset(ctx, job.Args.BookID, job.Args.Format)
	if err != nil {
		return err
	}
	return p.shelf.printed(ctx, job.Args.BookID, job.Args.Format, copies)
}

// titler puts what the task brings along into the row, and what it says of that elsewhere
// makes no work of it.
type titler struct {
	river.WorkerDefaults[bookArgs]
	press press
	shelf *shelf
}

func (w *titler) Work(ctx context.Context, job *river.Job[bookArgs]) error {
	if err := checkTitle(ctx, job.Args.Title); err != nil {
		return err
	}
	if err := w.press.Notify(ctx, job.Args.Title); err != nil {
		return err
	}
	return w.shelf.SaveTitle(ctx, job.Args.BookID, job.Args.Title) // want `consumer titler.Work overwrites books`
}

func checkTitle(ctx context.Context, title string) error {
	if title == "" {
		return errors.New("no title")
	}
	return ctx.Err()
}

// half works with one part of what the task brings, and keeps another.
type half struct {
	river.WorkerDefaults[bookArgs]
	press press
	shelf *shelf
}

func (w *half) Work(ctx context.Context, job *river.Job[bookArgs]) error {
	copies, err := w.press.Typeset(ctx, job.Args.BookID, job.Args.Format)
	if err != nil {
		return err
	}
	return w.shelf.printed(ctx, job.Args.BookID, job.Args.Title, copies) // want `consumer half.Work overwrites books`
}

// early keeps what the task brings before the work.
type early struct {
	river.WorkerDefaults[bookArgs]
	press press
	shelf *shelf
}

func (w *early) Work(ctx context.Context, job *river.Job[bookArgs]) error {
	if err := w.shelf.SaveTitle(ctx, job.Args.BookID, job.Args.Title); err != nil { // want `consumer early.Work overwrites books`
		return err
	}
	_, err := w.press.Typeset(ctx, job.Args.BookID, job.Args.Title)
	return err
}

type sold struct {
	BookID    int64
	UpdatedAt time.Time
}

type mux struct {
	db    *sql.DB
	print func(ctx context.Context, id int64) error
}

// printing keeps how it went, whatever it was.
func (m *mux) printing(ctx context.Context, task *asynq.Task) error {
	var in bookArgs
	if err := json.Unmarshal(task.Payload(), &in); err != nil {
		return err
	}
	state := "printed"
	if err := m.print(ctx, in.BookID); err != nil {
		state = "failed"
	}
	_, err := m.db.ExecContext(ctx, "UPDATE books SET state = $2 WHERE id = $1", in.BookID, state)
	return err
}

// wasSold is told what has become of a book, and when: that is news.
func (m *mux) wasSold(ctx context.Context, task *asynq.Task) error {
	var in sold
	if err := json.Unmarshal(task.Payload(), &in); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, "UPDATE books SET state = 'sold' WHERE id = $1", in.BookID) // want `consumer mux.wasSold overwrites books by a message of type tasks.sold`
	return err
}

// retitled is told a title.
func (m *mux) retitled(ctx context.Context, task *asynq.Task) error {
	var in bookArgs
	if err := json.Unmarshal(task.Payload(), &in); err != nil {
		return err
	}
	_, err := m.db.ExecContext(ctx, "UPDATE books SET title = $2 WHERE id = $1", in.BookID, in.Title) // want `consumer mux.retitled overwrites books by a message of type tasks.bookArgs`
	return err
}

func serve(m *mux, s *asynq.ServeMux, w *river.Workers, p *printer, t *titler, h *half, e *early) {
	s.HandleFunc("print", m.printing)
	s.HandleFunc("sold", m.wasSold)
	s.HandleFunc("title", m.retitled)
	river.AddWorker(w, p)
	river.AddWorker(w, t)
	river.AddWorker(w, h)
	river.AddWorker(w, e)
}
