package kinds

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/nats-io/nats.go"
)

// A decodable is a message that decodes itself, as generated code does.
type decodable[T any] interface {
	*T
	UnmarshalJSON([]byte) error
}

type handlerOf[T any] interface {
	Handle(ctx context.Context, m *T) error
}

type sink interface {
	Accept(ctx context.Context, raw []byte) error
}

type typed[T any, M decodable[T]] struct{ next handlerOf[T] }

func sinkOf[T any, M decodable[T]](h handlerOf[T]) sink { return typed[T, M]{next: h} }

func (t typed[T, M]) Accept(ctx context.Context, raw []byte) error {
	m := new(T)
	if err := M(m).UnmarshalJSON(raw); err != nil {
		return err
	}
	return t.next.Handle(ctx, m)
}

type shop struct {
	ID, Name string
	Version  int64
}

func (s *shop) UnmarshalJSON(b []byte) error {
	type plain shop
	return json.Unmarshal(b, (*plain)(s))
}

type shelf struct {
	ID, Label string
	Version   int64
}

func (s *shelf) UnmarshalJSON(b []byte) error {
	type plain shelf
	return json.Unmarshal(b, (*plain)(s))
}

type shops struct{ db *sql.DB }

func (h shops) Handle(ctx context.Context, m *shop) error {
	_, err := h.db.ExecContext(ctx, `UPDATE shops SET name = $1 WHERE id = $2`, m.Name, m.ID) // want `overwrites shops`
	return err
}

type shelves struct{ db *sql.DB }

func (h shelves) Handle(ctx context.Context, m *shelf) error {
	_, err := h.db.ExecContext(ctx, `UPDATE shelves SET label = $1, version = $2 WHERE id = $3 AND version < $2`, m.Label, m.Version, m.ID)
	return err
}

type feed struct{ sinks map[string]sink }

func newFeed(db *sql.DB) *feed {
	return &feed{map[string]sink{"shops": sinkOf[shop](shops{db}), "shelves": sinkOf[shelf](shelves{db})}}
}

func (f *feed) read(ctx context.Context, sub *nats.Subscription) error {
	for {
		m, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return err
		}
		if err := f.sinks[m.Subject].Accept(ctx, m.Data); err != nil {
			return err
		}
	}
}
