package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Calls of methods of interfaces, and whether they hand a message on.

// invoked adds the call of an interface's method. If the interface is a
// parameter, or kept in a field, and is given a message, it handles messages.
func (t *tracker) invoked(f *Func, s effects.Site) {
	args := t.heedArgs(s)[1:]
	if !t.requested && (len(args) == 0 || union(args)&^flags == 0 && !looksUp(s) && !t.runsLiteral(s)) {
		return
	}
	if t.handsOn(s) {
		t.notePassed(f, s.Args[0], s.Callee.Name(), args, s)
		if t.noteThrough(f, s.Args[0], s.Callee.Name(), args, s.Instr) {
			return
		}
	}
	if t.noteDecorated(f, s, args) {
		return
	}
	msg := messageBits(args)
	if msg != 0 && t.handsOn(s) && t.given(f, s.Args[0], s.Callee.Name(), msg, s) {
		return
	}
	pos := t.view.CallPos(s.Instr)
	c := Call{
		Method: *s.Method, Args: args, Guard: t.guardAround(s), Answer: t.answer(s), Place: t.view.Place(t.u, pos),
		Steps: []summary.Step{t.view.Step(pos, "calls "+effects.MethodShown(*s.Method))},
	}
	c.Raw = slices.ContainsFunc(s.Args[1:], func(v ssa.Value) bool { return t.isMessage(v.Type()) }) ||
		dispatches(s.Callee.Name()) && union(args)&t.rawParams() != 0 // decoded here
	c.Blind = slices.ContainsFunc(s.Args[1:], func(v ssa.Value) bool { return isTypeParam(v.Type()) })
	c.Twice, c.Each = givenTwice(s.Args[1:]), t.eachOfList(s.Args[0])
	c.Field, c.Waited = t.fieldCalled(s.Args[0]), t.triedUntil(s.Instr)
	c.About = t.aboutAt(s.Instr)
	t.speak(&c.About, c.Place, c.Guard, c.Guard.check())
	c.Given, c.Told = t.givenArgs(s.Args[1:]), t.toldMaps(s.Args[1:])
	if n := effects.Named(s.Args[0].Type()); n != nil && n.TypeArgs().Len() > 0 {
		c.Given = t.withColumns(c.Given, s.Args[1:])
	}
	c.Rows, c.Docs, c.Keys = t.rowArgs(s), t.docs(s.Args[1:]), t.keyArgs(s)
	c.Now, c.Outcomes = t.stamped(s), t.outcomeArgs(s)
	c.Branches, c.Bears = t.branchesOf(s.Instr), slices.ContainsFunc(s.Args[1:], t.bearsMark)
	c.Won = t.wonBehind(s.Instr)
	c.Unasked, c.Changes = t.unasked(union(args), s.Instr), t.changesAt(s)
	c.Elements, c.KeyTurns = t.elementsAt(s.Instr), t.turnedAt(s)
	c.Known, c.Gate, c.Sends = t.knownArgs(s)[1:], t.gateAt(s.Instr), t.sends(s)
	f.Calls = append(f.Calls, c)
}

// withColumns adds what the columns are called of rows that are given whole: generic code,
// which may stand behind the interface, cannot tell.
func (t *tracker) withColumns(given []Given, args []ssa.Value) []Given {
	for i, g := range given {
		if n := rowType(args[i].Type()); n != nil {
			given[i] = g.withKeys(n)
		}
	}
	return given
}

// runsLiteral reports whether a call is given a literal of the unit to run: it may do so
// in a transaction that nobody else gets into.
func (t *tracker) runsLiteral(s effects.Site) bool {
	return slices.ContainsFunc(s.Args[1:], func(v ssa.Value) bool { return t.callbackOf(v) != nil })
}

// givenTwice reports whether the same data is among a call's arguments more than once.
func givenTwice(args []ssa.Value) bool {
	for i, a := range args {
		if _, ok := a.(*ssa.Const); !ok && carries(a.Type()) && slices.Contains(args[:i], a) {
			return true
		}
	}
	return false
}

// eachOfList reports whether a value is the element of a list that is gone through.
func (t *tracker) eachOfList(v ssa.Value) bool {
	return seek(v, 6, t.takenFrom, func(v ssa.Value) bool {
		at, ok := v.(*ssa.IndexAddr)
		if !ok {
			return false
		}
		_, fixed := at.Index.(*ssa.Const)
		return !fixed
	})
}

// isTypeParam reports whether generic code does not know what it hands on, so
// that it is the implementation which handles the message.
func isTypeParam(ty types.Type) bool {
	if p, ok := ty.(*types.Pointer); ok {
		ty = p.Elem()
	}
	_, ok := types.Unalias(ty).(*types.TypeParam)
	return ok
}

// handsOn reports whether a call hands a message to whoever handles it, rather
// than data to a store: the method's name says so, or what it is given is still
// the message. Shared code that has not even decoded it knows of no store.
func (t *tracker) handsOn(s effects.Site) bool {
	still := func(a ssa.Value) bool {
		return t.isMessage(a.Type()) || t.view.Service() == "" && isBytes(a.Type()) && t.val[a]&fromMsg != 0 && !t.encoded(a)
	}
	return dispatches(s.Callee.Name()) || slices.ContainsFunc(s.Args[1:], still)
}

// messageBits are the arguments that come from a message.
func messageBits(args []Origin) Origin {
	var o Origin
	for i, a := range args {
		if a&fromMsg != 0 {
			o |= param(i)
		}
	}
	return o
}

// given notes that a value, which is a parameter or kept in a field, is given
// messages; it reports whether that is so.
func (t *tracker) given(f *Func, v ssa.Value, method string, args Origin, s effects.Site) bool {
	if field := t.fieldRoot(v); field != nil {
		t.addFieldHandler(*field, t.handlerAt(s, Handler{Method: method, Args: args, Wrap: t.wrappedBy(v)}))
		f.addServe(Serve{*field, t.fault(s)})
		return t.keptSomewhere(*field)
	}
	if field, h := t.makerOf(v, Handler{Method: method, Args: args}); field != nil {
		t.addFieldHandler(*field, t.handlerAt(s, h))
		return true
	}
	found := false
	for _, p := range t.paramsBehind(v) {
		step := t.view.Step(t.view.CallPos(s.Instr), "hands a message to it")
		f.addHandler(t.handlerAt(s, Handler{Param: p, Method: method, Args: args, Steps: []summary.Step{step}}))
		found = true
	}
	return found
}

// handlerAt is what a call hands a message to, with what happens around the call.
func (t *tracker) handlerAt(s effects.Site, h Handler) Handler {
	i := t.view.Index(t.u.Func)
	h.Asked, h.Task = h.Asked || t.servesRequests(s.Instr.Parent()), h.Task || t.ofTasks()
	h.Answer, h.Guard = t.answer(s).above(t.handedDown(i)), t.guardOf(s.Instr).aroundHandler()
	h.Looks = t.looksBefore(s.Instr)
	if len(t.checksBefore(s.Instr)) > 0 {
		h.Looks = append(h.Looks, Read{Waited: true, Around: true}) // it may have looked for anything
	}
	if i >= 0 && t.funcs[i] != nil { // as the last round told
		h.Locks = t.funcs[i].Locks.Hold(t.branchesOf(s.Instr))
		h.TellsKeys = t.funcs[i].TellsKeys.Hold(t.branchesOf(s.Instr))
	}
	return h
}

// aroundHandler is a guard as far as it speaks for whatever a handler may write:
// the state of one row, or that a message was seen before, says nothing of order.
func (g Guard) aroundHandler() Guard {
	if g.Kind != Ordered && g.Kind != Reversed {
		return Guard{}
	}
	g.Msg, g.Stored, g.Field, g.Beside = fromMsg, fromStored, "", false // where the order is kept is its own business
	return g
}

// or is a handler that is given messages in either of two places: what protects
// it has to do so in both.
func (h Handler) or(o Handler) Handler {
	h.Args |= o.Args
	h.Asked, h.Task = h.Asked && o.Asked, h.Task && o.Task
	h.Answer, h.Locks, h.TellsKeys = h.mildest(o.Answer), h.Locks && o.Locks, h.TellsKeys || o.TellsKeys
	if better(o.Guard, h.Guard) == o.Guard {
		h.Guard = o.Guard
	}
	if len(o.Looks) == 0 {
		h.Looks = nil
	}
	if o.Wrap != h.Wrap {
		h.Wrap = ""
	}
	return h
}

func (f *Func) addHandler(h Handler) {
	for i, old := range f.Handlers {
		if old.Param == h.Param && old.Method == h.Method {
			f.Handlers[i] = old.or(h)
			return
		}
	}
	f.Handlers = append(f.Handlers, h)
}
