package flows

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Data often passes through a function that is given another one: a decoder that
// calls the handler with what it decoded, a retry, a table of handlers by the
// event's name. What such a function calls is known to whoever calls it.

// An Apply is a call of a function among the parameters, or of a method of one, with
// data of the others.
type Apply struct {
	Param int
	// Method is the parameter's method that is called; "": it is a function.
	Method string
	// Args are what the function is given. The bits from inner on are given to
	// the function that is returned.
	Args  []Origin
	Guard Guard
	// Looks are the look-ups without which it is not made.
	Looks []Read
	// After are the functions among the parameters that are called before, and whose failure
	// keeps it from being made.
	After []int
	// Chain says that the other parameters are layers in front of what is called, and Locks
	// that one of them locks rows meanwhile.
	Chain, Locks bool
	Answer
}

const (
	maxApplies = 8
	innerBits  = (Origin(1)<<maxInner - 1) << inner
	// maxWrapped bounds wrappers around wrappers.
	maxWrapped = 4
)

func (a Apply) key() string {
	return fmt.Sprintf("%d.%s|%x|%s", a.Param, a.Method, a.Args, a.Guard.Kind)
}

// wraps reports whether the call is made in the function that is returned.
func (a Apply) wraps() bool { return union(a.Args)&innerBits != 0 }

func (f *Func) addApply(a Apply) {
	if union(a.Args)&(params|fromStored) == 0 && !a.Guard.aboutOrder() || len(f.Applies) >= maxApplies {
		return
	}
	if !slices.ContainsFunc(f.Applies, func(b Apply) bool { return a.key() == b.key() }) {
		f.Applies = append(f.Applies, a)
	}
}

// noteApplied notes that a call is of a function among the parameters. Of what is
// a message for certain, Handlers tell.
func (t *tracker) noteApplied(f *Func, s effects.Site) {
	list := t.paramsBehind(s.Instr.Common().Value)
	if len(list) == 0 {
		return
	}
	args := t.argOrigins(s)
	for i := range args {
		args[i] &^= fromMsg
	}
	guard := t.guardOf(s.Instr)
	guard.Field = "" // where the order is kept is the wrapper's own business
	for _, p := range list {
		f.addApply(Apply{Param: p, Args: args, Guard: guard, Looks: t.looksBefore(s.Instr), After: t.checksBefore(s.Instr), Answer: t.answer(s)})
	}
}

// paramsBehind are the parameters that a function value may be, or that it was
// taken out of.
func (t *tracker) paramsBehind(v ssa.Value) []int {
	var list []int
	for _, target := range t.view.Targets(t.u, v) {
		if target.Param > 0 {
			list = append(list, target.Param-1)
		}
	}
	if p := t.tableOf(v); p != nil && len(list) == 0 {
		list = append(list, slices.Index(t.u.Func.Params, p))
	}
	return list
}

// tableOf is the parameter, a map or a list, that a function was taken out of.
func (t *tracker) tableOf(v ssa.Value) (table *ssa.Parameter) {
	seek(v, 6, t.takenFrom, func(v ssa.Value) bool {
		p, ok := v.(*ssa.Parameter)
		if !ok || p.Parent() != t.u.Func {
			return false
		}
		switch p.Type().Underlying().(type) {
		case *types.Map, *types.Slice:
			table = p
		}
		return table != nil
	})
	return table
}

// bindShifted replaces parameters in an origin by what a function is given, whose
// first parameter has the bit shift.
func bindShifted(o Origin, args []Origin, shift int) Origin {
	out := o &^ (params | fedBits)
	for i, a := range args {
		if bit := shift + i; bit < inner+maxInner && o&(Origin(1)<<bit) != 0 {
			out |= a.asFar(o, bit)
		}
	}
	return out
}

// setShifted is bindShifted for what a write sets. Of a literal's parameters the content is
// not told apart, so one of which no more than a key is meant is left out.
func setShifted(o Origin, args []Origin, shift int) Origin {
	args = slices.Clone(args)
	for i := range args {
		if bit := shift + i; bit < maxSaid && o&contentOf(bit) == 0 {
			args[i] &^= innerBits
		}
	}
	return bindShifted(o, args, shift)
}

// identity are the parameters of a function that is returned.
func identity(n int) []Origin {
	list := make([]Origin, min(n, maxInner))
	for i := range list {
		list[i] = Origin(1) << (inner + i)
	}
	return list
}

// through is what a wrapped function is given, where the wrapper is given some
// data, and its maker other.
func (a Apply) through(data, maker []Origin) []Origin {
	out := make([]Origin, len(a.Args))
	for i, o := range a.Args {
		out[i] = bindShifted(o, data, inner) | bind(o, maker)
	}
	return out
}

// wrapper is the call that made a function from another one, with what that
// does with it.
func (t *tracker) wrapper(v ssa.Value) (effects.Site, []Apply) {
	call, ok := effects.Unwrapped(v).(*ssa.Call)
	if !ok {
		return effects.Site{}, nil
	}
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil {
		return s, nil
	}
	list := slices.DeleteFunc(slices.Clone(f.Applies), func(a Apply) bool { return !a.wraps() || a.Param >= len(s.Args) })
	for i, a := range list {
		list[i].Looks, list[i].After = t.looksOf(s, a), nil
		list[i] = t.inFront(s, list[i])
	}
	return s, list
}

// wrapsCalled are the functions that a wrapper calls where a handler that it made is given
// messages, inside of so many other wrappers.
func (t *tracker) wrapsCalled(v ssa.Value, h Handler, depth int) (effects.Site, []Apply) {
	s, wraps := t.wrapper(v)
	if depth >= maxWrapped || h.Method != "" && !t.callsFunction(v, h.Method) {
		return s, nil
	}
	return s, wraps
}

// wrapperCalled is a call of a function that is made from another one there and then:
// h.Raw()(m.Value). The other one is called with what the wrapper makes of it.
func (t *tracker) wrapperCalled(f *Func, s effects.Site, args []Origin) {
	made, wraps := t.wrapper(s.Instr.Common().Value)
	if len(wraps) == 0 {
		return
	}
	maker := t.argOrigins(made)
	for _, a := range wraps {
		data := a.through(args, maker)
		if msg := messageBits(data); msg != 0 {
			t.given(f, made.Args[a.Param], a.Method, msg, s)
		}
		for i := range data {
			data[i] &^= fromMsg
		}
		for _, p := range t.paramsBehind(made.Args[a.Param]) {
			f.addApply(Apply{Param: p, Method: a.Method, Args: data, Guard: better(t.guardOf(s.Instr), a.Guard), Answer: a.above(t.answer(s))})
		}
	}
}

// mark carries data into the literals of the unit that a value may be.
func (t *tracker) mark(v ssa.Value, data []Origin, depth int) {
	if depth > maxWrapped {
		return
	}
	for _, v := range elements(v) {
		if s, wraps := t.wrapper(v); len(wraps) > 0 {
			maker := t.argOrigins(s)
			for _, a := range wraps {
				t.mark(s.Args[a.Param], a.through(data, maker), depth+1)
			}
			continue
		}
		for _, target := range t.view.Targets(t.u, v) {
			if target.Literal == nil || !slices.Contains(t.u.Funcs, target.Literal) {
				continue
			}
			for i, p := range target.Literal.Params {
				if i < len(data) {
					t.set(p, data[i])
				}
			}
		}
	}
}

// markReturned carries what a returned function is given into the literals that
// it is made from.
func (t *tracker) markReturned() {
	for ret := range effects.Returns(t.u.Func) {
		for _, r := range ret.Results {
			if _, wraps := t.wrapper(r); len(wraps) > 0 {
				t.mark(r, identity(arity(r.Type())), 0)
			}
		}
	}
}

// wrapped are the functions that a value is made from, as the wrapper calls them.
func (t *tracker) wrapped(v ssa.Value, which choice, depth int) []handlerFunc {
	s, wraps := t.wrapper(v)
	if depth > maxWrapped {
		return nil
	}
	var list []handlerFunc
	for _, a := range wraps {
		for _, v := range elements(s.Args[a.Param]) {
			for _, h := range slices.Concat(t.calledBy(a, v, which, depth+1), t.boundHandler(v)) {
				list = append(list, h.given(a))
			}
		}
	}
	return list
}

// given is a function as it is called by a wrapper.
func (h handlerFunc) given(a Apply) handlerFunc {
	data := slices.Clone(a.Args)
	for i := range data {
		data[i] &= innerBits
	}
	f := &Func{Locks: h.fn.Locks.around(a.Locks), TellsKeys: h.fn.TellsKeys, Force: h.fn.Force}
	for _, r := range h.fn.Reads {
		if r.Tells != Decided {
			continue // who calls it does not ask
		}
		r.From = bindShifted(r.From, data, h.shift)
		f.Reads = append(f.Reads, r.after(a.Answer, r.Step))
	}
	f.Reads = append(f.Reads, a.Looks...)
	f.takeShifted(h, data, a, nil, nil)
	h.fn, h.shift = f, inner
	return h
}

// takeShifted adds what a function does with the data that it is given, where the turns
// lead to.
func (f *Func) takeShifted(h handlerFunc, data []Origin, a Apply, steps []summary.Step, branches Branches) {
	bindGuard := func(g Guard) Guard {
		if g.Kind != Unguarded {
			g.Msg, g.Stored = bindShifted(g.Msg, data, h.shift), bindShifted(g.Stored, data, h.shift)
		}
		return g
	}
	for _, w := range h.fn.Writes {
		if w.From&(fromMsg|fedBits) != 0 {
			continue // a consumer of its own
		}
		if w.From = bindShifted(w.From, data, h.shift); w.From&(params|fromMsg|fedBits) == 0 {
			continue
		}
		if w.Guard = bindGuard(w.Guard); !w.Insert {
			w.Guard = better(w.Guard, a.Guard)
		}
		w.Set = w.Set.resolved(func(o Origin) Origin { return setShifted(o, data, h.shift) })
		if w.Given.By > 0 {
			w.Given = Given{}
		}
		w.Check = bindGuard(w.Check)
		w.Steps = summary.Join(steps, w.Steps)
		f.Writes = append(f.Writes, w)
	}
	for _, d := range h.fn.Heeds {
		f.addHeed(d.bound(bindShifted(d.From, data, h.shift), branches))
	}
	for _, c := range h.fn.Calls {
		if union(c.Args)&(fromMsg|fedBits) != 0 {
			continue
		}
		c.Args = slices.Clone(c.Args)
		for i := range c.Args {
			c.Args[i] = bindShifted(c.Args[i], data, h.shift)
		}
		if union(c.Args)&(params|fromMsg|fedBits) != 0 {
			c.Guard, c.Steps = better(bindGuard(c.Guard), a.Guard), summary.Join(steps, c.Steps)
			c.Answer, c.Changes, c.Given = c.answered(a.Answer), c.changesAfter(a.Answer), withoutParams(c.Given)
			// Which of its parameters decide what is not known any more.
			c.Known, c.Sends, c.Gate.Closed = nil, nil, c.Gate.Closed || len(c.Gate.Needs) > 0
			f.Calls = append(f.Calls, c)
		}
	}
}

// takeApplied makes what a callee has functions do that it is given the unit's
// own. Literals of the unit are part of it anyway.
func (t *tracker) takeApplied(f *Func, s effects.Site, callee *Func) {
	if len(callee.Applies) == 0 {
		return
	}
	args := t.argOrigins(s)
	for _, a := range callee.Applies {
		if a.Param >= len(s.Args) {
			continue
		}
		data := a.through(nil, args)
		here := Apply{Guard: better(t.bindGuard(a.Guard, args), t.guardOf(s.Instr)), Looks: slices.Concat(t.looksOf(s, a), t.looksBefore(s.Instr)), Answer: a.above(t.answer(s))}
		step := t.view.Step(t.view.CallPos(s.Instr), "calls "+effects.DisplayName(s.Callee))
		branches := t.branchesOf(s.Instr)
		for _, v := range elements(s.Args[a.Param]) {
			for _, p := range t.paramsBehind(v) {
				f.addApply(Apply{Param: p, Method: a.Method, Args: data, Guard: here.Guard, Looks: here.Looks, Answer: here.Answer})
			}
			if msg := messageBits(data); msg != 0 {
				t.given(f, v, a.Method, msg, s)
			}
			if callee.handsMessages(a.Param) && union(args)&fromMsg == 0 {
				continue // what it does, it does for messages that the callee receives
			}
			for _, h := range t.calledBy(a, v, foreignLiterals, 0) {
				before := len(f.Writes)
				f.takeShifted(h, data, here, []summary.Step{step}, branches)
				for i := before; i < len(f.Writes); i++ {
					w := &f.Writes[i]
					w.at, w.Branches = s.Instr, w.Branches.within(branches)
				}
				for _, r := range slices.Concat(h.fn.Reads, a.Looks) {
					if r.Tells != Decided {
						continue
					}
					r = r.after(here.Answer, step)
					r.Branches, r.From = r.Branches.within(branches), bindShifted(r.From, data, h.shift)
					f.addRead(r)
				}
				if len(f.Writes) > before {
					f.Locks = f.Locks.withAll(h.fn.Locks, branches)
				}
			}
			if c, ok := t.boundCall(v, data, here, s); ok && a.Method == "" && !callee.handsMessages(a.Param) {
				c.Steps = append([]summary.Step{step}, c.Steps...)
				f.Calls = append(f.Calls, c)
			}
		}
	}
}

// handsMessages reports whether a function hands messages of its own to a parameter: then
// the type of which that is a method is subscribed.
func (f *Func) handsMessages(param int) bool {
	return slices.ContainsFunc(f.Handlers, func(h Handler) bool { return h.Param == param })
}

// noteWrapped notes what is done with what a returned function is given, where it
// is made from others.
func (t *tracker) noteWrapped(f *Func, r ssa.Value) {
	s, wraps := t.wrapper(r)
	if len(wraps) == 0 {
		return
	}
	data := identity(arity(r.Type()))
	for _, a := range wraps {
		for _, v := range elements(s.Args[a.Param]) {
			list, method := t.calledParams(v, a.Method)
			for _, p := range list {
				f.addApply(Apply{Param: p, Method: method, Args: a.through(data, t.argOrigins(s)), Guard: a.Guard, Looks: a.Looks, Answer: a.Answer})
			}
		}
	}
	for _, h := range t.wrapped(r, foreignLiterals, 0) {
		f.takeShifted(h, data, Apply{}, nil, nil)
	}
}

// aboutOrder reports whether a guard speaks for whatever comes after it: of the state of
// one row, that cannot be said.
func (g Guard) aboutOrder() bool {
	return g.Kind == Ordered || g.Kind == Reversed || g.Kind == Clock
}

// runGuard is what decides whether a function that is given a literal runs it:
// positions.Advance(ctx, key, e.Version, func(tx *sql.Tx) error { … }).
func (t *tracker) runGuard(lit *ssa.MakeClosure) Guard {
	var best Guard
	if lit.Referrers() == nil {
		return best
	}
	for _, ref := range *lit.Referrers() {
		var given ssa.Value = lit
		if c, ok := ref.(*ssa.ChangeType); ok && len(*c.Referrers()) == 1 {
			given, ref = c, (*c.Referrers())[0]
		}
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			continue
		}
		s := t.site(call)
		f := t.funcOf(s)
		if f == nil {
			continue
		}
		for _, a := range f.Applies {
			if a.Guard.aboutOrder() && a.Param < len(s.Args) && s.Args[a.Param] == given {
				best = better(best, t.bindGuard(a.Guard, t.argOrigins(s)))
			}
		}
	}
	return best
}
