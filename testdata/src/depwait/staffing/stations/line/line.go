// Package line runs stations on messages of streams.
package line

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// In is a decoded message.
type In[T any] struct {
	Body T
	At   uint64
}

// A Station takes messages.
type Station[T any] interface {
	Process(ctx context.Context, in In[T]) error
}

// Func is a function as a station.
type Func[T any] func(ctx context.Context, in In[T]) error

// Process calls it.
func (f Func[T]) Process(ctx context.Context, in In[T]) error { return f(ctx, in) }

// Run has a station take the messages of a consumer.
func Run[T any](c jetstream.Consumer, s Station[T]) error {
	_, err := c.Consume(func(msg jetstream.Msg) {
		if err := deliver(context.Background(), msg, s); err != nil {
			_ = msg.Nak()
			return
		}
		_ = msg.Ack()
	})
	return err
}

func deliver[T any](ctx context.Context, msg jetstream.Msg, s Station[T]) error {
	var in In[T]
	if err := json.Unmarshal(msg.Data(), &in.Body); err != nil {
		return err
	}
	return s.Process(ctx, in)
}

// Timed says how long a station takes.
func Timed[T any](next Station[T]) Station[T] {
	return Func[T](func(ctx context.Context, in In[T]) error {
		began := time.Now()
		defer func() { log.Print(time.Since(began)) }()
		return next.Process(ctx, in)
	})
}

// Deaf keeps to itself what goes wrong.
func Deaf[T any](next Station[T]) Station[T] {
	return Func[T](func(ctx context.Context, in In[T]) error {
		if err := next.Process(ctx, in); err != nil {
			log.Print(err)
		}
		return nil
	})
}

// Rows tells which rows there are.
type Rows interface {
	Exists(ctx context.Context, table, id string) (bool, error)
}

// A Ref names a row.
type Ref struct{ Table, ID string }

// After has a station wait for all rows that a message refers to.
func After[T any](rows Rows, next Station[T], refs func(T) []Ref) Station[T] {
	return Func[T](func(ctx context.Context, in In[T]) error {
		for _, ref := range refs(in.Body) {
			ok, err := rows.Exists(ctx, ref.Table, ref.ID)
			if err != nil {
				return err
			}
			if !ok {
				return fmt.Errorf("%s %s is not here", ref.Table, ref.ID)
			}
		}
		return next.Process(ctx, in)
	})
}

// Counted counts the rows that a message refers to, and goes on.
func Counted[T any](rows Rows, next Station[T], refs func(T) []Ref) Station[T] {
	return Func[T](func(ctx context.Context, in In[T]) error {
		for _, ref := range refs(in.Body) {
			ok, err := rows.Exists(ctx, ref.Table, ref.ID)
			if err != nil {
				return err
			}
			if !ok {
				log.Print("not here yet: ", ref)
			}
		}
		return next.Process(ctx, in)
	})
}

// Until asks until the answer is yes, or the time is over.
func Until(ctx context.Context, limit time.Duration, ask func(ctx context.Context) (bool, error)) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		if ok, err := ask(ctx); err == nil && ok {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(time.Second):
		}
	}
}
