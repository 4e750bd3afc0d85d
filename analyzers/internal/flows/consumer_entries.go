package flows

import (
	"cmp"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// ownEntries are the consumers that this package's code makes known: functions
// that receive messages themselves, and those that it hands to whoever does. Of
// some, it takes an implementation to know.
func (a *analysis) ownEntries() ([]Entry, []Pending) {
	var list []Entry
	var pending []Pending
	for i, u := range a.units {
		t := a.trackers[i]
		if e, ok := t.unitEntry(a.funcs[i]); ok {
			list = append(list, e)
		}
		list = append(list, t.besideRunnersInStructs()...)
		wrapped := t.swallowing()
		for ci := range effects.Calls(u.Funcs...) {
			s := t.site(ci)
			list = append(list, t.subscribedIn(t.lostHere(slices.Concat(t.handedEntries(s), t.wrappedEntries(s, wrapped), t.besideRunners(s)), s), ci)...)
			pending = append(pending, t.pendings(s)...)
		}
	}
	list = append(list, a.keptEntries()...)
	slices.SortStableFunc(list, func(x, y Entry) int {
		// Of one consumer the way counts on which its failures are lost.
		return cmp.Or(comparePlaces(x.Place, y.Place), cmp.Compare(x.Name, y.Name), cmp.Compare(y.faults(), x.faults()))
	})
	return slices.CompactFunc(list, func(x, y Entry) bool { return comparePlaces(x.Place, y.Place) == 0 && x.Name == y.Name }), pending
}

// faults counts what comes to nothing in a consumer.
func (e *Entry) faults() int {
	n := 0
	for _, r := range e.Reads {
		n += mild(r.Fault)
	}
	for _, c := range e.Calls {
		n += mild(c.Fault)
	}
	return n
}

// unitEntry is the unit as a consumer, if messages come in there.
func (t *tracker) unitEntry(f *Func) (Entry, bool) {
	e := entryOf(f, func(o Origin) Origin { return o & (fromMsg | flags) }, t.handlerAnswer())
	if e.idle() || t.view.Generated(t.u.Func) {
		return e, false
	}
	e.Place, e.Name = t.view.Place(t.u, t.u.Func.Pos()), t.u.Name()
	e.Types = t.typesDecoded()
	if t.u.Object != nil {
		e.Symbol = t.u.Object.FullName()
	}
	return e, true
}

// entryOf is what a function does with a message, given what its origins turn
// out to be, and what becomes of its failure.
func entryOf(f *Func, resolve func(Origin) Origin, answer Answer) Entry {
	e := Entry{Locks: f.Locks, TellsKeys: f.TellsKeys, Force: f.Force, Deletions: f.Deletions, Task: f.Task}
	for _, r := range f.Reads {
		if r.Stmt == 0 && r.Tells == Decided {
			r.From = resolve(r.From)
			e.Reads = append(e.Reads, r.after(answer, r.Step))
		}
	}
	for _, h := range f.Heeds {
		e.Heeds = addHeed(e.Heeds, h.bound(resolve(h.From), nil))
	}
	for _, s := range f.Skips {
		if s, ok := s.bound(resolve(s.From), nil); ok {
			e.Skips = append(e.Skips, s)
		}
	}
	for _, w := range f.Writes {
		if w.From = resolve(w.From); w.From&fromMsg == 0 {
			continue
		}
		w.Set = w.Set.resolved(resolve)
		w.Guard.Msg, w.Guard.Stored = resolve(w.Guard.Msg), resolve(w.Guard.Stored)
		w.Check.Msg, w.Check.Stored = resolve(w.Check.Msg), resolve(w.Check.Stored)
		e.Writes = append(e.Writes, w)
	}
	for _, r := range f.Raises {
		if r.From = resolve(r.From); r.From&fromMsg != 0 && r.Gate.open() {
			e.Raises = append(e.Raises, r)
		}
	}
	for _, c := range f.Calls {
		c.Args, c.Answer, c.Changes = slices.Clone(c.Args), c.answered(answer), c.changesAfter(answer)
		for i := range c.Args {
			c.Args[i] = resolve(c.Args[i])
		}
		c.Guard.Msg, c.Guard.Stored = resolve(c.Guard.Msg), resolve(c.Guard.Stored)
		e.Calls = append(e.Calls, c)
	}
	if !slices.ContainsFunc(e.Calls, func(c Call) bool { return union(c.Args)&fromMsg != 0 }) {
		e.Calls = nil
	}
	for _, s := range f.Sent {
		if s.From = resolve(s.From); s.From&fromMsg != 0 {
			e.Sent = append(e.Sent, s)
		}
	}
	e.Decoded = f.decodedFrom(resolve)
	return e
}

// within is the entry as whoever hands it messages protects it.
func (e *Entry) within(h Handler) {
	e.Task, e.Marks = e.Task || h.Task, append(e.Marks, h.Marks...)
	if h.TellsKeys {
		e.TellsKeys = everywhere
	}
	if h.Locks {
		e.Locks = everywhere
	}
	for _, r := range h.Looks {
		e.Reads = addRead(e.Reads, r)
	}
	if h.Guard.Kind == Unguarded {
		return
	}
	for i := range e.Writes {
		if w := &e.Writes[i]; !w.Insert {
			w.Guard, w.Check = better(w.Guard, h.Guard), better(w.Check, h.Guard.check())
		}
	}
	for i := range e.Calls {
		e.Calls[i].Guard = better(e.Calls[i].Guard, h.Guard)
	}
}

// idle reports whether a function does nothing with its messages.
func (e *Entry) idle() bool { return len(e.Writes)+len(e.Calls)+len(e.Sent) == 0 }

// resolver replaces a function's parameters that are the handler's message, and forgets
// the others.
func (h Handler) resolver(shift int) func(Origin) Origin {
	msg := h.Args &^ content << shift
	return func(o Origin) Origin {
		out, given := o&(fromMsg|flags), o.ofMessage(msg)
		if given != 0 && h.Asked {
			given |= fromAsker
		}
		return out | given
	}
}

// handedEntries are the consumers that a call hands to whoever gives them
// messages.
func (t *tracker) handedEntries(s effects.Site) []Entry {
	if s.Callee == nil {
		return nil
	}
	var list []Entry
	above, called := t.calledHereWith(s.Instr.Value())
	for _, h := range t.softenedHandlers(s) {
		if h.Param >= len(s.Args) {
			continue
		}
		if called {
			h.Answer = h.Answer.above(above)
		}
		for _, v := range t.inLists(s.Args[h.Param]) {
			list = append(list, t.valueEntries(v, h)...)
		}
	}
	for _, e := range s.Entries {
		if e.Role == catalog.Consume && e.Field != "" {
			list = append(list, t.fieldEntries(s, e)...)
		}
	}
	return list
}

// members are the elements of a variadic argument, a list or a map that is made
// here, or the argument itself.
func members(v ssa.Value) []ssa.Value {
	if list := elements(v); len(list) > 0 {
		return list
	}
	return []ssa.Value{v}
}

// fieldEntries handles a subscription that is told by a struct, of which one
// field is the handler.
func (t *tracker) fieldEntries(s effects.Site, e catalog.Entry) []Entry {
	i := e.Arg + s.Shift
	if i >= len(s.Args) {
		return nil
	}
	v := s.Args[i]
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var list []Entry
	for _, ref := range *alloc.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok || structField(fa.X.Type(), fa.Field) != e.Field {
			continue
		}
		for _, r := range *fa.Referrers() {
			st, ok := r.(*ssa.Store)
			if !ok || st.Addr != fa {
				continue
			}
			var args Origin
			for _, k := range e.Params(arity(st.Val.Type())) {
				args |= param(k)
			}
			list = append(list, t.functionEntries(st.Val, Handler{Args: args, Handling: Handling{Answer: answerOf(&e), Task: e.Task}})...)
		}
	}
	return list
}

func (t *tracker) entriesOf(list []handlerFunc, h Handler) []Entry {
	var entries []Entry
	for _, c := range list {
		h := h
		h.Asked = h.Asked && !c.fn.Blank
		t.handOn(c, h)
		e := entryOf(c.fn, h.resolver(c.shift), h.Answer)
		if e.idle() {
			continue
		}
		e.within(h)
		e.Name, e.Place, e.Steps = c.name, c.place, h.Steps
		e.keepUnanswered(c.fn, c.shift, h)
		entries = append(entries, e)
	}
	return entries
}

// keepUnanswered keeps what a function is as a consumer but for what is done about its failures.
func (e *Entry) keepUnanswered(fn *Func, shift int, h Handler) {
	if h.Fault == Handled || h.Fault == Rejected {
		e.unanswered = new(Entry)
		*e.unanswered = entryOf(fn, h.resolver(shift), Answer{})
		e.unanswered.within(h)
	}
}

// valueEntries are the consumers that a value stands for which is handed to whoever gives
// messages to it.
func (t *tracker) valueEntries(v ssa.Value, h Handler) []Entry {
	switch h.Method {
	case "":
		return t.functionEntries(v, h)
	case made:
		return t.entriesOf(t.returnedBy(v), h)
	}
	return t.methodEntries(v, h)
}

// functionEntries are the functions that a value may be, as consumers. Literals
// of the unit itself are part of it.
func (t *tracker) functionEntries(v ssa.Value, h Handler) []Entry {
	v, h = t.undecorated(v, h)
	if recv, of := methodOf(v, h); recv != v {
		if isParam(recv) { // whoever gives it may know no more than its interface
			return t.entriesOf(t.boundHandler(v), h)
		}
		return t.methodEntries(recv, of)
	}
	return t.entriesOf(t.functionsOf(v, foreignLiterals), h)
}

// methodEntries are the methods of the types that a value may have, as
// consumers.
func (t *tracker) methodEntries(v ssa.Value, h Handler) []Entry {
	var list []Entry
	concrete := t.concreteTypes(v)
	if e, ok := t.dispatchEntry(v, h); ok && len(concrete) == 0 {
		list = append(list, e)
	}
	return append(list, t.entriesOf(t.methodsNamed(v, h.Method), h)...)
}

// dispatchEntry stands for the consumers behind an interface's value, whose type
// the package with the implementation tells.
func (t *tracker) dispatchEntry(v ssa.Value, h Handler) (Entry, bool) {
	iface, ok := v.Type().Underlying().(*types.Interface)
	if _, isParam := v.(*ssa.Parameter); !ok || isParam || iface.NumMethods() == 0 {
		return Entry{}, false
	}
	for m := range iface.Methods() {
		if m.Name() != h.Method {
			continue
		}
		method := t.view.FirstPartyMethod(v.Type(), m)
		if method == nil {
			return Entry{}, false
		}
		c := Call{Method: *method, Dispatch: true, Answer: h.Answer, Only: t.madeOf(v)}
		for i := range m.Signature().Params().Len() {
			c.Args = append(c.Args, 0)
			if h.Args&param(i) != 0 {
				c.Args[i] = h.message()
			}
		}
		pos := v.Pos()
		if !pos.IsValid() { // taken from somewhere without a place of its own
			pos = t.u.Func.Pos()
		}
		place := t.view.Place(t.u, pos)
		return Entry{Place: place, Name: effects.MethodShown(*method), Calls: []Call{c}}, true
	}
	return Entry{}, false
}
