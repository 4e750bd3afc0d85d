// Package pull fetches messages and gives them to what it was handed.
package pull

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

// A Processor processes one message.
type Processor interface {
	Process(m msgs.CustomerChanged, sync bool) error
}

type subscription struct {
	sub     *nats.Subscription
	process func(m msgs.CustomerChanged, sync bool) error
}

func newSubscription(sub *nats.Subscription, process func(m msgs.CustomerChanged, sync bool) error) *subscription {
	return &subscription{sub: sub, process: process}
}

func (s *subscription) run(ctx context.Context) {
	for ctx.Err() == nil {
		list, err := s.sub.Fetch(10)
		if err != nil {
			continue
		}
		for _, m := range list {
			s.one(m)
		}
	}
}

func (s *subscription) one(m *nats.Msg) {
	v := &msgs.CustomerChanged{}
	if err := json.Unmarshal(m.Data, v); err != nil {
		return
	}
	if err := s.process(*v, false); err != nil {
		return
	}
	_ = m.Ack()
}

// Listen has a method of an interface's value, taken without being called, process
// what comes in.
func Listen(ctx context.Context, sub *nats.Subscription, p Processor) {
	go newSubscription(sub, p.Process).run(ctx)
}

// An adapter makes a processor of a function.
type adapter struct {
	f func(m msgs.CustomerChanged, sync bool) error
}

// Adapt has a function process messages.
func Adapt(f func(m msgs.CustomerChanged, sync bool) error) *adapter { return &adapter{f: f} }

func (a *adapter) Process(m msgs.CustomerChanged, sync bool) error { return a.f(m, sync) }

// A Teller tells the process itself of each message.
type Teller struct {
	tell func(m msgs.NameChanged) error
}

// Tell has a function be told.
func Tell(f func(m msgs.NameChanged) error) *Teller { return &Teller{tell: f} }

func (t *Teller) Process(m msgs.CustomerChanged, _ bool) error {
	return t.tell(msgs.NameChanged{ID: m.ID})
}

// A Form does what an adapter does, for requests: nobody listens by it.
type Form struct {
	f func(m msgs.CustomerChanged, sync bool) error
}

// Fill has a function process what is typed in.
func Fill(f func(m msgs.CustomerChanged, sync bool) error) *Form { return &Form{f: f} }

func (f *Form) Process(m msgs.CustomerChanged, sync bool) error { return f.f(m, sync) }

// A ProcessorFunc is a function that processes messages.
type ProcessorFunc func(m msgs.CustomerChanged, sync bool) error

func (f ProcessorFunc) Process(m msgs.CustomerChanged, sync bool) error { return f(m, sync) }

// A TellFunc is told what is made of a message.
type TellFunc func(m msgs.NameChanged) error

func (f TellFunc) Process(m msgs.CustomerChanged, _ bool) error {
	return f(msgs.NameChanged{ID: m.ID})
}

// A Handler handles one message.
type Handler interface {
	Handle(m *msgs.CustomerChanged) error
}

// A HandlerFunc is a function that does.
type HandlerFunc func(m *msgs.CustomerChanged) error

func (f HandlerFunc) Handle(m *msgs.CustomerChanged) error { return f(m) }

// A Config says who handles what comes in.
type Config struct {
	Topic   string
	Handler Handler
}

// A Bus subscribes.
type Bus interface {
	Subscribe(ctx context.Context, c Config) error
}

type bus struct{ conn *nats.Conn }

// NewBus is the bus behind which NATS is.
func NewBus(conn *nats.Conn) Bus { return &bus{conn} }

func (b *bus) Subscribe(ctx context.Context, c Config) error {
	_, err := b.conn.Subscribe(c.Topic, decoded(c.Handler))
	return err
}

func decoded(h Handler) func(m *nats.Msg) {
	return func(m *nats.Msg) {
		var v msgs.CustomerChanged
		if err := json.Unmarshal(m.Data, &v); err != nil {
			return
		}
		_ = h.Handle(&v)
	}
}
