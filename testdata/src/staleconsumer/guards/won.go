package guards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/nats-io/nats.go"
)

// What is written after a row was moved on that nobody moves on again is written for one
// message about it.

type sketched struct{ EventID, PictureID, State string }

type pictures struct {
	db    *sql.DB
	jobs  jobs
	shown shown
	book  *jobBook
}

type jobs interface {
	Done(ctx context.Context, picture, event string) (bool, error)
	Failed(ctx context.Context, picture, event string) error
	Seen(ctx context.Context, picture, event string) (bool, error)
	Touched(ctx context.Context, picture string) (bool, error)
	Noted(ctx context.Context, picture string) (bool, error)
}

type shown interface {
	SetState(ctx context.Context, id, state string) error
}

type jobBook struct{ db *sql.DB }

var errOver = errors.New("it is over")

func (b *jobBook) Done(ctx context.Context, picture, event string) (bool, error) {
	res, err := b.db.ExecContext(ctx, "UPDATE jobs SET state = 'done', event_id = $1 WHERE picture_id = $2 AND state NOT IN ('done', 'failed')", event, picture)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

func (b *jobBook) Failed(ctx context.Context, picture, event string) error {
	res, err := b.db.ExecContext(ctx, "UPDATE jobs SET state = 'failed', event_id = $1 WHERE picture_id = $2 AND state = 'open'", event, picture)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return errOver
	}
	return nil
}

// Seen moves a row on that is the message's own.
func (b *jobBook) Seen(ctx context.Context, picture, event string) (bool, error) {
	res, err := b.db.ExecContext(ctx, "UPDATE arrivals SET state = 'seen', picture = $1 WHERE event_id = $2 AND state = 'new'", picture, event)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// Touched says whether there is a row at all.
func (b *jobBook) Touched(ctx context.Context, picture string) (bool, error) {
	res, err := b.db.ExecContext(ctx, "UPDATE jobs SET state = 'done' WHERE picture_id = $1 AND removed_at IS NULL", picture)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// Noted comes back again and again.
func (b *jobBook) Noted(ctx context.Context, picture string) (bool, error) {
	res, err := b.db.ExecContext(ctx, "UPDATE jobs SET state = 'open' WHERE picture_id = $1 AND state IN ('open', 'done')", picture)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

type shownBook struct{ db *sql.DB }

func (b *shownBook) SetState(ctx context.Context, id, state string) error {
	_, err := b.db.ExecContext(ctx, "UPDATE pictures SET state = $1 WHERE id = $2", state, id)
	return err
}

var (
	_ jobs  = (*jobBook)(nil)
	_ shown = (*shownBook)(nil)
)

func drawnOf(m *nats.Msg) (sketched, error) {
	var e sketched
	return e, json.Unmarshal(m.Data, &e)
}

// done goes on where the job was done just now.
func (p *pictures) done(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	ok, err := p.jobs.Done(ctx, e.PictureID, e.EventID)
	if err != nil {
		return err
	}
	if !ok {
		return nil
	}
	return p.shown.SetState(ctx, e.PictureID, e.State)
}

// failed is told by an error.
func (p *pictures) failed(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	if err := p.jobs.Failed(ctx, e.PictureID, e.EventID); err != nil {
		return err
	}
	return p.shown.SetState(ctx, e.PictureID, "failed")
}

// direct goes by no interface.
func (p *pictures) direct(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	ok, err := p.book.Done(ctx, e.PictureID, e.EventID)
	if err != nil || !ok {
		return err
	}
	_, err = p.db.ExecContext(ctx, "UPDATE pictures SET state = $1 WHERE id = $2", e.State, e.PictureID)
	return err
}

// itself runs the statements itself.
func (p *pictures) itself(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	res, err := p.db.ExecContext(ctx, "UPDATE jobs SET done_at = now() WHERE picture_id = $1 AND done_at IS NULL", e.PictureID)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n != 1 {
		return nil
	}
	_, err = p.db.ExecContext(ctx, "UPDATE pictures SET state = $1 WHERE id = $2", e.State, e.PictureID)
	return err
}

// unasked does not look whether it was.
func (p *pictures) unasked(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	if _, err := p.jobs.Done(ctx, e.PictureID, e.EventID); err != nil {
		return err
	}
	return p.shown.SetState(ctx, e.PictureID, e.State) // want `consumer pictures.unasked overwrites pictures`
}

// late is for those that come later.
func (p *pictures) late(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	ok, err := p.jobs.Done(ctx, e.PictureID, e.EventID)
	if err != nil || ok {
		return err
	}
	return p.shown.SetState(ctx, e.PictureID, e.State) // want `consumer pictures.late overwrites pictures`
}

// seen is a message's own affair.
func (p *pictures) seen(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	ok, err := p.jobs.Seen(ctx, e.PictureID, e.EventID)
	if err != nil || !ok {
		return err
	}
	return p.shown.SetState(ctx, e.PictureID, e.State) // want `consumer pictures.seen overwrites pictures`
}

// there asks for no more than that there is a row.
func (p *pictures) there(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	ok, err := p.jobs.Touched(ctx, e.PictureID)
	if err != nil || !ok {
		return err
	}
	return p.shown.SetState(ctx, e.PictureID, e.State) // want `consumer pictures.there overwrites pictures`
}

// again may be moved on once more.
func (p *pictures) again(ctx context.Context, m *nats.Msg) error {
	e, err := drawnOf(m)
	if err != nil {
		return err
	}
	ok, err := p.jobs.Noted(ctx, e.PictureID)
	if err != nil || !ok {
		return err
	}
	return p.shown.SetState(ctx, e.PictureID, e.State) // want `consumer pictures.again overwrites pictures`
}
