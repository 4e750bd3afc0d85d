// Package relay calls functions by the type of what comes in, whatever brings it.
package relay

import "example.com/fixtures/staleconsumer/relayed/broker"

// A Func handles the messages of one type.
type Func func(kind string, data any)

type Relay struct {
	source broker.Source
	byKind map[string]Func
	other  Func
}

func New(source broker.Source) *Relay { return &Relay{source: source, byKind: map[string]Func{}} }

// On has a function called with the messages of a type.
func (r *Relay) On(kind string, fn Func) {
	if kind == "" {
		r.other = fn
		return
	}
	r.byKind[kind] = fn
}

// Start hands what comes in to the functions.
func (r *Relay) Start() { r.source.Consume("customers", r.hand) }

func (r *Relay) hand(key, body []byte) {
	fn, ok := r.byKind[string(key)]
	if !ok {
		fn = r.other
	}
	fn(string(key), body)
}

// A Steps calls functions in the process, one after the other.
type Steps struct {
	source broker.Source
	byName map[string]Func
}

func (s *Steps) On(name string, fn Func) { s.byName[name] = fn }

func (s *Steps) Do(name string) { s.source.Perform(name, s.step) }

func (s *Steps) step(name, body []byte) { s.byName[string(name)](string(name), body) }

// A Board hands bytes to the functions that are attached to it.
type Board interface {
	Attach(name string, fn func(body []byte))
	Dispatch(name string, body []byte)
}

type board struct{ attached map[string]func(body []byte) }

func NewBoard() Board { return &board{attached: map[string]func(body []byte){}} }

func (b *board) Attach(name string, fn func(body []byte)) { b.attached[name] = fn }

func (b *board) Dispatch(name string, body []byte) { b.attached[name](body) }

// To starts handing what comes in to a board.
func To(b Board, source broker.Source) {
	source.Consume("board", func(key, body []byte) { b.Dispatch(string(key), body) })
}
