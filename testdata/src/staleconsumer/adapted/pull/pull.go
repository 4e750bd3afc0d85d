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
