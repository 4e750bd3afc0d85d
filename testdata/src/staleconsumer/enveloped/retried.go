package enveloped

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/segmentio/kafka-go"
)

// A Record is what the project makes of the library's message, before anybody has decoded it.
type Record struct {
	Topic  string
	Key    string
	Value  []byte
	Offset int64
}

type recordHandler interface {
	Handle(ctx context.Context, r Record) error
}

type recordFunc func(ctx context.Context, r Record) error

func (f recordFunc) Handle(ctx context.Context, r Record) error { return f(ctx, r) }

func ofRecord[T any](fn func(ctx context.Context, v T) error) recordHandler {
	return recordFunc(func(ctx context.Context, r Record) error {
		var v T
		if err := json.Unmarshal(r.Value, &v); err != nil {
			return err
		}
		return fn(ctx, v)
	})
}

// A loop hands each record to its handler, through a method that tries again.
type loop struct {
	reader  *kafka.Reader
	handler recordHandler
}

func newLoop(r *kafka.Reader, h recordHandler) *loop { return &loop{reader: r, handler: h} }

func (l *loop) run(ctx context.Context) error {
	for {
		m, err := l.reader.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := l.attempt(ctx, Record{Topic: m.Topic, Key: string(m.Key), Value: m.Value, Offset: m.Offset}); err != nil {
			return err
		}
		if err := l.reader.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func (l *loop) attempt(ctx context.Context, r Record) error {
	var err error
	for range 5 {
		if err = l.handler.Handle(ctx, r); err == nil {
			return nil
		}
	}
	return err
}

type places struct {
	db    *sql.DB
	local *local
}

func (p *places) loops(r *kafka.Reader) []*loop {
	return []*loop{newLoop(r, ofRecord(p.moved)), newLoop(r, ofRecord(p.versioned)), newLoop(r, ofRecord(p.told))}
}

func (p *places) moved(ctx context.Context, d Duty) error {
	_, err := p.db.ExecContext(ctx, `UPDATE berths SET place = $2 WHERE id = $1`, d.ID, d.Place) // want `consumer places.moved overwrites berths by a message of type enveloped.Duty`
	return err
}

func (p *places) versioned(ctx context.Context, v Version) error {
	_, err := p.db.ExecContext(ctx, `UPDATE berths SET place = $2, rev = $3 WHERE id = $1 AND rev < $3`, v.ID, v.Place, v.Rev)
	return err
}

// told raises an event inside of the process, which is dressed as a record.
func (p *places) told(ctx context.Context, d Duty) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return p.local.raise(ctx, Record{Topic: "told", Key: d.ID, Value: body})
}

// local hands what the process tells itself to whoever listens.
type local struct{ listener recordHandler }

func newLocal(h recordHandler) *local { return &local{listener: h} }

func (l *local) raise(ctx context.Context, r Record) error { return l.listener.Handle(ctx, r) }

func listening(db *sql.DB) *local {
	return newLocal(ofRecord(func(ctx context.Context, p Plan) error {
		_, err := db.ExecContext(ctx, `UPDATE plans SET place = $2 WHERE id = $1`, p.ID, p.Place)
		return err
	}))
}
