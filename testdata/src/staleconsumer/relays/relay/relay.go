// Package relay hands what it is given on to a function, from a goroutine of its own.
package relay

import "errors"

// A Message is what came in.
type Message interface {
	Topic() string
	Payload() []byte
}

// A Relay keeps what is handed on, and to whom.
type Relay struct {
	items  chan Message
	handle func(Message)
	done   chan struct{}
}

// New makes one for a function.
func New(size int, handle func(Message)) *Relay {
	return &Relay{items: make(chan Message, size), handle: handle, done: make(chan struct{})}
}

// Put hands on.
func (r *Relay) Put(m Message) error {
	select {
	case r.items <- m:
	default:
		return errors.New("full")
	}
	return nil
}

// Start begins.
func (r *Relay) Start() { go r.run() }

func (r *Relay) run() {
	for m := range r.items {
		r.handle(m)
	}
	close(r.done)
}

// A Ticker has its own business, and bears the same shape.
type Ticker struct {
	items  chan Message
	handle func(Message)
}

// NewTicker makes one for a function.
func NewTicker(handle func(Message)) *Ticker {
	return &Ticker{items: make(chan Message), handle: handle}
}

// Run hands on what nobody puts in that came from outside.
func (t *Ticker) Run() {
	for m := range t.items {
		t.handle(m)
	}
}
