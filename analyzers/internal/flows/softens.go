package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
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
	if fault != Swallowed && fault != Acked {
		fault = None
	}
	if !first {
		fault = milder(f.Softens, fault)
	}
	f.Softens = fault
	return false
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

// softened is what becomes of a handler's failure before whoever a call gives it to
// learns of it: by the middleware that is given too, or added to what the call returns.
func (t *tracker) softened(s effects.Site, handler int) Fault {
	fault := None
	sig := s.Instr.Common().Signature()
	if i := handler - s.Shift; i >= 0 && i < sig.Params().Len() {
		for j, arg := range s.Args {
			if j == handler {
				continue
			}
			for _, v := range members(arg) {
				if wrapsHandlers(v.Type(), sig.Params().At(i).Type()) || isOption(v.Type()) {
					fault = worse(fault, t.softener(v))
				}
			}
		}
	}
	if v := s.Instr.Value(); v != nil {
		fault = worse(fault, t.softenedLater(v))
	}
	return fault
}

// softenedLater is what middleware does that is added to what a call returned.
func (t *tracker) softenedLater(subscription *ssa.Call) Fault {
	fault := None
	for _, ref := range *subscription.Referrers() {
		call, ok := ref.(*ssa.Call)
		if !ok {
			continue
		}
		s := t.site(call)
		if s.Callee == nil || !addsMiddleware(s.Callee.Name()) || len(s.Args) < 2 || s.Args[0] != subscription {
			continue
		}
		for _, v := range members(s.Args[len(s.Args)-1]) {
			fault = worse(fault, t.softener(v))
		}
	}
	return fault
}

// wrapsHandlers reports whether values of a type make handlers of handlers.
func wrapsHandlers(ty, handler types.Type) bool {
	sig, ok := ty.Underlying().(*types.Signature)
	if !ok || sig.Params().Len() != 1 || sig.Results().Len() != 1 {
		return false
	}
	in, out := sig.Params().At(0).Type(), sig.Results().At(0).Type()
	return types.Identical(in, out) && types.Identical(in.Underlying(), handler.Underlying())
}

// softener is what becomes of failures by a function that makes handlers of handlers.
func (t *tracker) softener(v ssa.Value) Fault {
	fault := t.answerAround(v).Fault
	for _, fn := range t.functionsOf(v, allLiterals) {
		fault = worse(fault, fn.fn.Softens)
	}
	return fault
}

// softenedHandlers are a call's arguments that are given messages, each with what
// stands before it.
func (t *tracker) softenedHandlers(s effects.Site) []Handler {
	list := slices.Clone(t.handlersOf(s))
	for i, h := range list {
		list[i].Fault = worse(t.softened(s, h.Param), h.Fault)
	}
	return list
}
