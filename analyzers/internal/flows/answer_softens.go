package flows

import (
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Middleware is also given beside the handler that it stands before, or added to what
// a subscription returns: Bind(server, queue, handle, Quiet(log)). Whatever the callee
// does with it, a function from handlers to handlers that answers success where the
// handler failed loses the messages.

// noteSoftens notes what becomes of the failure of what a literal calls that it, or a
// function around it, was given. Of several such calls the mildest counts.
func (t *tracker) noteSoftens(f *Func, s effects.Site, first bool) bool {
	call, ok := s.Instr.(*ssa.Call)
	if !ok || !mayFail(call.Type()) {
		return first
	}
	p, ok := t.read(call.Call.Value).(*ssa.Parameter)
	if !ok || p.Parent() == call.Parent() || !call.Call.IsInvoke() && !isFunction(p.Type()) {
		return first
	}
	fault := t.faultAt(call)
	if answersWithout(call) {
		fault = Swallowed
	}
	if fault != Swallowed && fault != Acked {
		fault = None
	}
	if !first {
		fault = milder(f.Softens, fault)
	}
	f.Softens = fault
	return false
}

// answersWithout reports whether nobody looks at the error among a call's results, and the
// function around it has none but success to answer.
func answersWithout(call *ssa.Call) bool {
	tuple, ok := call.Type().(*types.Tuple)
	if !ok || !isError(tuple.At(tuple.Len()-1).Type()) {
		return false
	}
	for _, ref := range *call.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && e.Index == tuple.Len()-1 && !unused(e) {
			return false
		}
	}
	for ret := range effects.Returns(call.Parent()) {
		if len(ret.Results) == 0 || !isNil(ret.Results[len(ret.Results)-1]) {
			return false
		}
	}
	return true
}

// softenings are what the unit does with the failures of what its literals are given.
func (t *tracker) softenings(f *Func) {
	if t.losesByOption() {
		f.Softens = Acked
		return
	}
	first := true
	for call := range effects.Each[*ssa.Call](t.u.Funcs...) {
		first = t.noteSoftens(f, t.site(call), first)
	}
}

// standingBefore is the middleware through which messages come to a handler that a call is
// given: what is given too, or added to what the call returns.
func (t *tracker) standingBefore(s effects.Site, handler int) []ssa.Value {
	var list []ssa.Value
	sig := s.Instr.Common().Signature()
	if i := handler - s.Shift; i >= 0 && i < sig.Params().Len() {
		for j, arg := range s.Args {
			if j == handler {
				continue
			}
			for _, v := range members(arg) {
				if wrapsHandlers(v.Type()) || isOption(v.Type()) {
					list = append(list, v)
				}
			}
		}
	}
	if v := s.Instr.Value(); v != nil {
		list = append(list, t.addedLater(v)...)
	}
	return list
}

// addedLater is the middleware that is added to what a call returned.
func (t *tracker) addedLater(subscription *ssa.Call) []ssa.Value {
	var list []ssa.Value
	for _, ref := range *subscription.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok {
			continue
		}
		s := t.site(call)
		if s.Callee == nil || !addsMiddleware(s.Callee.Name()) || len(s.Args) < 2 || s.Args[0] != subscription {
			continue
		}
		list = append(list, members(s.Args[len(s.Args)-1])...)
	}
	return list
}

// wrapsHandlers reports whether values of a type make functions that may fail of others of
// their kind. The handler that is given beside may be of another: what is subscribed with
// it decodes a message first, and the middleware stands before that.
func wrapsHandlers(ty types.Type) bool {
	sig, ok := ty.Underlying().(*types.Signature)
	if !ok || sig.Params().Len() != 1 || sig.Results().Len() != 1 {
		return false
	}
	in, out := sig.Params().At(0).Type(), sig.Results().At(0).Type()
	return types.Identical(in, out) && handlerShaped(in)
}

// handlerShaped reports whether a type is that of functions that are given something and may
// fail, or of what has such a method and few others.
func handlerShaped(ty types.Type) bool {
	switch u := ty.Underlying().(type) {
	case *types.Signature:
		return u.Params().Len() > 0 && mayFail(u.Results())
	case *types.Interface:
		return !isError(ty) && u.NumMethods() <= maxHandlerMethods && slices.ContainsFunc(slices.Collect(u.Methods()), func(m *types.Func) bool { return handlerShaped(m.Signature()) })
	}
	return false
}

// softener is what becomes of failures by a function that makes handlers of handlers.
func (t *tracker) softener(v ssa.Value) Fault {
	fault := worse(t.answerAround(v).Fault, t.librarySoftens(effects.Unwrapped(v)))
	for _, fn := range t.functionsOf(v, allLiterals) {
		fault = worse(fault, fn.fn.Softens)
	}
	if lit := t.literalOf(effects.Unwrapped(v)); lit != nil && len(lit.Params) == 1 {
		fault = worse(fault, t.literalSoftens(lit))
	}
	return fault
}

// literalSoftens is what middleware that is written where it is added does with the failure
// of what it is given.
func (t *tracker) literalSoftens(lit *ssa.Function) Fault {
	f, first := new(Func), true
	for _, inner := range lit.AnonFuncs {
		for call := range effects.Each[*ssa.Call](inner) {
			if t.read(call.Call.Value) == ssa.Value(lit.Params[0]) {
				first = t.noteSoftens(f, t.site(call), first)
			}
		}
	}
	return f.Softens
}

// librarySoftens is softener for middleware of a library: one of which the catalogue says
// that it acknowledges, or that is made to ignore the error of what is missing.
func (t *tracker) librarySoftens(v ssa.Value) Fault {
	switch v := v.(type) {
	case *ssa.Function:
		if v.Pkg != nil && v.Signature.Recv() == nil && t.hasEntry(v.Pkg.Pkg, v.Name(), catalog.Ack) {
			return Acked
		}
	case *ssa.MakeClosure: // a method of what the library made
		if len(v.Bindings) == 1 && t.ignoresMissing(t.read(v.Bindings[0])) {
			return Swallowed
		}
	case *ssa.Call:
		if t.ignoresMissing(v) {
			return Swallowed
		}
	}
	return None
}

// ignoresMissing reports whether a value is made by a library to ignore errors, among
// which is one that says what is missing.
func (t *tracker) ignoresMissing(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	s := t.site(call)
	if s.Callee == nil || t.known(s) || !ignores.MatchString(s.Callee.Name()) {
		return false
	}
	return slices.ContainsFunc(s.Args, func(a ssa.Value) bool {
		return slices.ContainsFunc(slices.Concat(members(a), variadic(s)), func(v ssa.Value) bool { return saysMissing(effects.Unwrapped(v)) })
	})
}

// ignores recognises what is made to answer success to some errors.
var ignores = regexp.MustCompile(`(?i)ignore|swallow|discard|suppress`)

// softenedHandlers are a call's arguments that are given messages, each with what
// stands before it: that may lose its failure, or decide that it is not called.
func (t *tracker) softenedHandlers(s effects.Site) []Handler {
	list := t.flaggedHandlers(slices.Clone(t.handlersOf(s)), s)
	for i, h := range list {
		list[i] = t.comingThrough(h, t.standingBefore(s, h.Param))
		list[i].Marks = slices.Concat(list[i].Marks, t.modesGiven(s, h.Param, 0).names())
	}
	return list
}

// comingThrough is a handler as the middleware leaves it that messages come through.
func (t *tracker) comingThrough(h Handler, middleware []ssa.Value) Handler {
	at := Step{}
	if len(middleware) > 0 {
		at = t.view.Step(t.u.Func.Pos(), "")
	}
	return h.behind(t.handlingBy(middleware), at)
}

// handlingBy is what middleware decides on what it stands before. The first is the outermost,
// as nearly everybody has it: what it makes of failures holds for what the next ones ask.
func (t *tracker) handlingBy(middleware []ssa.Value) Handling {
	var by Handling
	for _, v := range middleware {
		outside := Answer{Fault: by.Fault, Quiet: by.Fault}
		by.Fault, by.Marks = worse(t.softener(v), by.Fault), append(by.Marks, t.marksOf(v)...)
		for _, l := range t.layersIn(v, 0) {
			by.Guard, by.Locks = better(by.Guard, l.Guard.aroundHandler()), by.Locks || l.Locks && l.Guard.Kind != Unguarded
			by.Looks = append(by.Looks, after(l.Looks, outside, t.view.Step(v.Pos(), ""))...)
		}
	}
	return by
}

// behind is a handler that is called by way of what decides on it; at is where.
func (h Handler) behind(by Handling, at Step) Handler {
	h.Looks = slices.Concat(h.Looks, after(by.Looks, h.Answer, at))
	h.Looks, h.Marks = h.Looks[:min(len(h.Looks), maxLooks)], slices.Concat(h.Marks, by.Marks)
	h.Fault, h.Guard, h.Locks = worse(by.Fault, h.Fault), better(h.Guard, by.Guard), h.Locks || by.Locks
	return h
}

// after are look-ups below a call.
func after(looks []Read, a Answer, at Step) []Read {
	list := make([]Read, len(looks))
	for i, r := range looks {
		list[i] = r.after(a, at)
	}
	return list
}
