// Package rail brings messages to handlers, in front of which others may stand.
package rail

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"slices"

	"github.com/nats-io/nats.go"
)

// A Parcel is a decoded message.
type Parcel[T any] struct {
	Body T
	Seq  int64
}

// A Taker takes parcels.
type Taker[T any] interface {
	Handle(ctx context.Context, p Parcel[T]) error
}

// A TakerFunc is a function that takes parcels.
type TakerFunc[T any] func(ctx context.Context, p Parcel[T]) error

// Handle calls it.
func (f TakerFunc[T]) Handle(ctx context.Context, p Parcel[T]) error { return f(ctx, p) }

// A Layer stands in front of a taker.
type Layer[T any] func(next Taker[T]) Taker[T]

// Around puts layers in front of a taker, the first outermost.
func Around[T any](h Taker[T], layers ...Layer[T]) Taker[T] {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}

// Backwards does the same by an iterator.
func Backwards[T any](h Taker[T], layers ...Layer[T]) Taker[T] {
	for _, layer := range slices.Backward(layers) {
		h = layer(h)
	}
	return h
}

// A Stack keeps layers.
type Stack[T any] []Layer[T]

// Then puts them in front of a taker.
func (s Stack[T]) Then(h Taker[T]) Taker[T] {
	out := h
	for _, layer := range s {
		out = layer(out)
	}
	return out
}

// Of puts nothing but a layer of its own in front of a function.
func Of[T any](f func(context.Context, Parcel[T]) error) Taker[T] {
	return Around(Taker[T](TakerFunc[T](f)), Safe[T]())
}

// Safe turns panics into failures.
func Safe[T any]() Layer[T] {
	return func(next Taker[T]) Taker[T] {
		return TakerFunc[T](func(ctx context.Context, p Parcel[T]) (err error) {
			defer func() {
				if recover() != nil {
					err = errors.New("panic")
				}
			}()
			return next.Handle(ctx, p)
		})
	}
}

// Tried tries three times.
func Tried[T any](next Taker[T]) Taker[T] {
	return TakerFunc[T](func(ctx context.Context, p Parcel[T]) (err error) {
		for range 3 {
			if err = next.Handle(ctx, p); err == nil {
				return nil
			}
		}
		return err
	})
}

// Instead takes no notice of what it is put in front of: the parcels go elsewhere.
func Instead[T any](_ Taker[T], elsewhere ...Taker[T]) Taker[T] {
	for _, h := range elsewhere {
		return h
	}
	return nil
}

type line[T any] struct {
	subject string
	taker   Taker[T]
}

// A Runner runs.
type Runner interface{ Run(conn *nats.Conn) error }

// Line has what comes in taken.
func Line[T any](subject string, h Taker[T]) Runner { return &line[T]{subject: subject, taker: h} }

// LineOf has what comes in taken by a function.
func LineOf[T any](subject string, f TakerFunc[T], layers ...Layer[T]) Runner {
	return Line(subject, Around[T](f, layers...))
}

func (l *line[T]) Run(conn *nats.Conn) error {
	_, err := conn.Subscribe(l.subject, func(m *nats.Msg) {
		if err := l.one(context.Background(), m); err != nil {
			log.Print(err)
			_ = m.Nak()
			return
		}
		_ = m.Ack()
	})
	return err
}

func (l *line[T]) one(ctx context.Context, m *nats.Msg) error {
	var p Parcel[T]
	if err := json.Unmarshal(m.Data, &p); err != nil {
		return err
	}
	return l.taker.Handle(ctx, p)
}
