package flows

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Handlers are often subscribed through an interface: bus.Subscribe(topic, h).
// Whether that has h handle messages is known where the implementation is.

// A Hand is a parameter that is handed to a method of an interface.
type Hand struct {
	Param  int
	Method summary.Method
	Arg    int // of the method, without the receiver
}

// A Pending is a function that is a consumer if the implementation of a method
// gives messages to what it is handed.
type Pending struct {
	Method  summary.Method
	Arg     int    // inField: Method is a field that keeps it
	Handler string // the method of the argument that must be given messages; "": it is a function
	Shift   int    // from the handler's parameters to the bits of Func
	Func    Func
	Name    string
	Place   summary.Place
	// Deletions are what its messages say of deletion.
	Deletions []Deletion
	// Through is how what is in the field calls it, and Behind what decides on it there, or
	// where it is handed in.
	Through Through
	Behind  Handling
}

// handler is the function as it is called, where what it is handed in is.
func (p *Pending) handler(h Handler) Handler {
	return p.Through.handler(h).behind(p.Behind, Step{File: p.Place.File, Line: p.Place.Line, Col: p.Place.Col})
}

func (p *Pending) key() string {
	return fmt.Sprintf("%s|%d|%s|%s|%s", p.Method, p.Arg, p.Handler, p.Name, placeKey(p.Place))
}

// hands are the arguments of a call that go to a method of an interface, there
// or below.
func (t *tracker) hands(s effects.Site) []Hand {
	var list []Hand
	if s.Method != nil {
		for i := 1; i < len(s.Args); i++ {
			if subscribes(s.Method.Name) || runs(s.Method.Name) && handles(s.Args[i].Type()) {
				list = append(list, Hand{Param: i, Method: *s.Method, Arg: i - 1})
			}
		}
		return list
	}
	if f := t.funcOf(s); f != nil {
		list = f.Hands
	}
	return slices.DeleteFunc(slices.Clone(list), func(h Hand) bool { return h.Param >= len(s.Args) })
}

// subscribes recognises the methods that may have a function called with each
// message from then on. It keeps apart those that run a function once, such as
// transactions and retries, of which nobody further up has to know.
func subscribes(method string) bool {
	lower := strings.ToLower(method)
	for _, part := range []string{"subscri", "consum", "handl", "listen", "regist", "receiv", "route", "bind", "watch", "attach"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return hasAnyPrefix(method, "on", "add", "start", "use")
}

// runs recognises the methods that run what they are given: that may go on for as long
// as there are messages, if it is something that handles them.
func runs(method string) bool { return hasAnyPrefix(method, "run", "serve", "process", "poll") }

// handles reports whether a type is an interface that has a method which is there to be
// given something, by its name.
func handles(ty types.Type) bool {
	iface, ok := ty.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for m := range iface.Methods() {
		if dispatches(m.Name()) {
			return true
		}
	}
	return false
}

// noteHands adds the parameters that a call hands on to an interface's method.
func (t *tracker) noteHands(f *Func, s effects.Site) {
	for _, h := range t.hands(s) {
		if !callable(s.Args[h.Param].Type()) {
			continue
		}
		for _, target := range t.view.Targets(t.u, s.Args[h.Param]) {
			hand := Hand{Param: target.Param - 1, Method: h.Method, Arg: h.Arg}
			if target.Param > 0 && !slices.Contains(f.Hands, hand) && len(f.Hands) < maxReads {
				f.Hands = append(f.Hands, hand)
			}
		}
	}
}

// handedLiterals marks the parameters of literals that may be given messages, as
// those of literals that a function returns.
func (t *tracker) handedLiterals(s effects.Site) {
	for _, h := range t.hands(s) {
		if _, ok := s.Args[h.Param].Type().Underlying().(*types.Signature); !ok {
			continue
		}
		t.mark(s.Args[h.Param], identity(maxInner), 0)
	}
}

// pendings are the functions that a call hands to an interface's method.
func (t *tracker) pendings(s effects.Site) []Pending {
	if s.Callee == nil {
		return nil
	}
	var list []Pending
	for _, h := range t.hands(s) {
		v := s.Args[h.Param]
		for _, c := range t.candidates(v) {
			if !dataWritten(c.fn) {
				continue
			}
			p := t.pendingOf(c, h.Method, h.Arg)
			p.Behind = t.handlingBy(t.standingBefore(s, h.Param))
			list = append(list, p)
		}
	}
	return list
}

// pendingOf is a function that waits to be told whether it is given messages.
func (t *tracker) pendingOf(c handlerFunc, method summary.Method, arg int) Pending {
	return Pending{
		Method: method, Arg: arg, Handler: c.method, Shift: c.shift, Func: carried(c.fn), Name: c.name, Place: c.place,
		Deletions: t.deletionsOf(c.fn.Writes, c.fn.Calls),
	}
}

// dataWritten reports whether a function writes, or hands on, what it is given.
func dataWritten(f *Func) bool {
	return slices.ContainsFunc(f.Writes, func(w Write) bool { return w.From&params != 0 }) ||
		slices.ContainsFunc(f.Calls, func(c Call) bool { return union(c.Args)&params != 0 }) || len(f.Sent)+len(f.Passed) > 0
}

// candidates are the functions that a handler may be: itself, or its methods.
func (t *tracker) candidates(v ssa.Value) []handlerFunc {
	if _, ok := v.Type().Underlying().(*types.Signature); ok {
		list := t.functionsOf(v, allLiterals)
		for _, method := range t.callingMethods(v.Type()) {
			list = append(list, t.functionsBehind(v, method, allLiterals, 0)...)
		}
		return list
	}
	if !callable(v.Type()) {
		return t.handlingMethods(v)
	}
	iface, ok := v.Type().Underlying().(*types.Interface)
	if !ok || iface.NumMethods() > 4 {
		return nil
	}
	var list []handlerFunc
	for m := range iface.Methods() {
		list = append(list, t.methodsNamed(v, m.Name())...)
		list = append(list, t.functionsBehind(v, m.Name(), allLiterals, 0)...)
	}
	return list
}

// handlingMethods are the methods of a value in a list of an interface's that are
// there to be given something, by their names.
func (t *tracker) handlingMethods(v ssa.Value) []handlerFunc {
	var list []handlerFunc
	for m := range types.NewMethodSet(v.Type()).Methods() {
		if dispatches(m.Obj().Name()) {
			list = append(list, t.methodsNamed(v, m.Obj().Name())...)
		}
	}
	return list
}

// pend notes a function that waits for an implementation.
func (s *settler) pend(p Pending, from string) {
	key := p.key()
	if s.pendingBy.Note(key, from) {
		s.pending[key] = p
	}
}

// subscribe makes consumers of the functions whose implementation is known. What those
// hand on is handled by the functions in a field, which may hand it on in turn.
func (s *settler) subscribe() {
	s.handlePending()
	if s.handsOnBelow() {
		for _, key := range slices.Sorted(maps.Keys(s.entries)) {
			s.resolve(s.entries[key], key) // for what implementations hand on
		}
		s.handlePending()
	}
}

func (s *settler) handlePending() {
	for range maxWrapped {
		handled := len(s.a.fieldHandlers)
		for _, key := range slices.Sorted(maps.Keys(s.pending)) {
			if p := s.pending[key]; p.Arg == inField {
				s.handleKept(p, key)
			} else {
				s.handleGiven(p, key)
			}
		}
		if len(s.a.fieldHandlers) == handled {
			return
		}
	}
}

// handsOnBelow reports whether an implementation of an interface hands on what it is
// given to functions in a field of which it is not known yet that they handle messages.
func (s *settler) handsOnBelow() bool {
	waiting := map[summary.Method]bool{}
	for _, p := range s.pending {
		for _, field := range s.keptIn(p) {
			waiting[field] = len(s.a.fieldHandlers[field]) == 0
		}
	}
	if len(waiting) == 0 {
		return false
	}
	for _, c := range s.conversions {
		for _, m := range c.Methods {
			if slices.ContainsFunc(m.Func.Passed, func(p Passed) bool { return waiting[p.Field] }) {
				return true
			}
		}
	}
	return false
}

// keptIn are the fields in which a function waits to be given messages.
func (s *settler) keptIn(p Pending) []summary.Method {
	if p.Arg == inField {
		return []summary.Method{p.Method}
	}
	var list []summary.Method
	for _, impl := range s.implementations(Call{Method: p.Method}) {
		for _, m := range s.conversions[impl].Methods {
			for _, k := range m.Func.Keeps {
				if m.Name == p.Method.Name && k.Param == p.Arg+1 {
					list = append(list, k.Field)
				}
			}
		}
	}
	return list
}

// handleGiven makes a consumer of a function that is handed to an interface's method,
// as far as an implementation gives messages to it.
func (s *settler) handleGiven(p Pending, key string) {
	for _, impl := range s.implementations(Call{Method: p.Method}) {
		h := s.handles(impl, p)
		if h == nil {
			continue
		}
		s.a.handOn(handlerFunc{fn: &p.Func, shift: p.Shift}, p.handler(*h))
		e, ok := p.entry(h)
		if !ok {
			continue
		}
		known := false
		for _, from := range slices.Sorted(maps.Keys(s.pendingBy[key])) {
			if from != "" && s.from[impl][from] {
				s.enter(e, from)
				known = true
			}
		}
		if !known {
			s.enter(e, "")
		}
	}
}

// entry is the function as a consumer, which is given messages so.
func (p *Pending) entry(h *Handler) (Entry, bool) {
	through := p.handler(*h)
	h = &through
	h.Asked = h.Asked && !p.Func.Blank
	e := entryOf(&p.Func, h.resolver(p.Shift), h.Answer)
	e.within(*h)
	e.Name, e.Place, e.Steps = p.Name, p.Place, h.Steps
	e.Deletions = append(slices.Clone(e.Deletions), p.Deletions...)
	e.keepUnanswered(&p.Func, p.Shift, *h)
	return e, !e.idle()
}

// handleKept makes a consumer of a function in a field from which messages are
// handled.
func (s *settler) handleKept(p Pending, key string) {
	for i, h := range s.a.fieldHandlers[p.Method] {
		if p.Through.handler(h).Method != p.Handler {
			continue
		}
		s.a.handOn(handlerFunc{fn: &p.Func, shift: p.Shift}, p.handler(h))
		e, ok := p.entry(&s.a.fieldHandlers[p.Method][i])
		if !ok {
			continue
		}
		known := false
		for path, fact := range s.a.below() {
			if s.pendingBy[key][path] && slices.ContainsFunc(fact.Handled, func(f FieldHandler) bool { return f.Field == p.Method && f.Handler.Method == h.Method }) {
				s.enter(e, path)
				known = true
			}
		}
		if !known {
			s.enter(e, "")
		}
	}
}

// handles is what an implementation gives messages to, if that is what it was
// handed, or what it keeps from which messages are handled.
func (s *settler) handles(impl string, p Pending) *Handler {
	for _, m := range s.conversions[impl].Methods {
		if m.Name != p.Method.Name {
			continue
		}
		for i, h := range m.Func.Handlers {
			if h.Param == p.Arg+1 && h.Method == p.Handler {
				return &m.Func.Handlers[i]
			}
		}
		for _, k := range m.Func.Keeps {
			for _, h := range s.a.fieldHandlers[k.Field] {
				if h = k.Through.handler(h); k.Param == p.Arg+1 && h.Method == p.Handler {
					return &h
				}
			}
		}
	}
	return nil
}
