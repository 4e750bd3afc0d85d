// Package queue has the project's own queue, and its bus.
package queue

import (
	"github.com/nats-io/nats.go"
)

// A Bus has functions called with what comes in.
type Bus interface {
	Subscribe(topic string, fn func(d *Data)) error
}

// Data is what came in.
type Data struct{ Body []byte }

type natsBus struct{ conn *nats.Conn }

// New is the bus behind which NATS is.
func New(conn *nats.Conn) Bus { return &natsBus{conn} }

func (b *natsBus) Subscribe(topic string, fn func(d *Data)) error {
	_, err := b.conn.Subscribe(topic, wrap(fn))
	return err
}

func wrap(fn func(d *Data)) func(m *nats.Msg) {
	return func(m *nats.Msg) { fn(&Data{Body: m.Data}) }
}

// A Consumer consumes items.
type Consumer interface{ Consume(item any) error }

type consumerFunc func(item any) error

func (f consumerFunc) Consume(item any) error { return f(item) }

// A Queue hands items over by means that are its own.
type Queue struct {
	items   *chan any
	factory func() Consumer
}

// NewQueue makes a queue: fn is given what is produced.
func NewQueue(size int, onDropped func(item any), fn func(item any) error, workers int) *Queue {
	items := make(chan any, size)
	q := &Queue{items: &items, factory: func() Consumer { return consumerFunc(fn) }}
	for range workers {
		go func() {
			c := q.factory()
			for item := range *q.items {
				if err := c.Consume(item); err != nil {
					onDropped(item)
				}
			}
		}()
	}
	return q
}

// Produce puts an item in.
func (q *Queue) Produce(item any) bool {
	*q.items <- item
	return true
}

// A Spec is a queue with the topic that fills it.
type Spec struct {
	Topic string
	Queue *Queue
}

// Produce puts an item in.
func (s *Spec) Produce(item any) bool { return s.Queue.Produce(item) }
