package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A handler need not see any message of a library's: what it is handed to decodes that
// for it, and gives it what services share. And it may be made where it is subscribed, by
// a function that gives it back.

// handedAway are the package's functions that calls hand to whoever gives messages to
// them, whether they do anything with those or not: what is known to, and what has another
// function at the same place that is a consumer.
func (a *analysis) handedAway() []*types.Func {
	var list []*types.Func
	given := map[argument][]*types.Func{}
	for i, u := range a.units {
		t := a.trackers[i]
		for ci := range effects.Calls(u.Funcs...) {
			s := t.site(ci)
			if s.Callee == nil {
				continue
			}
			for _, h := range t.handlersOf(s) {
				if h.Method == "" && h.Param < len(s.Args) {
					for _, v := range t.inLists(s.Args[h.Param]) {
						list = appendFunction(list, a.namedFunction(v))
					}
				}
			}
			for n, v := range s.Args[s.Shift:] {
				at := argument{s.Callee.Origin(), n}
				if given[at] = appendFunction(given[at], a.namedFunction(v)); len(given[at]) == 0 {
					delete(given, at)
				}
			}
		}
	}
	for _, alike := range given {
		if slices.ContainsFunc(alike, a.entersAs) {
			for _, obj := range alike {
				list = appendFunction(list, obj)
			}
		}
	}
	return list
}

// An argument is one of a function's, without the receiver.
type argument struct {
	of *types.Func
	n  int
}

func appendFunction(list []*types.Func, obj *types.Func) []*types.Func {
	if obj == nil || slices.Contains(list, obj) {
		return list
	}
	return append(list, obj)
}

// entersAs reports whether a function of the package is a consumer that it makes known.
func (a *analysis) entersAs(obj *types.Func) bool {
	i := a.view.IndexOf(obj)
	return i >= 0 && a.handedOn(i)
}

// namedFunction is the package's function or method that a value is; nil for any other.
func (a *analysis) namedFunction(v ssa.Value) *types.Func {
	v = effects.Unwrapped(v)
	if mc, ok := v.(*ssa.MakeClosure); ok {
		v = mc.Fn
	}
	fn, ok := v.(*ssa.Function)
	if !ok {
		return nil
	}
	if obj, ok := fn.Object().(*types.Func); ok && obj.Pkg() == a.pass.Pkg {
		return obj.Origin()
	}
	return nil
}

// takesShared reports whether a unit is there to be given what services share: by its name,
// or since it is handed on, or stands beside what is. What sends it on is none, nor is what
// the package calls with one of its own.
func (a *analysis) takesShared(i int, values []*types.Func) bool {
	obj := a.units[i].Object
	if !a.sharedShape(obj) || a.funcs[i].Publishes != 0 || a.callers(obj) > 0 {
		return false
	}
	return handlerName(obj.Name()) || slices.Contains(values, obj) || slices.ContainsFunc(values, func(m *types.Func) bool { return a.takesSharedAlike(m, obj) })
}

// sharedShape recognises what is given one message of a type that services share, and
// beside it nothing but a context and what shared code tells of it, and that gives back
// nothing but an error.
func (a *analysis) sharedShape(obj *types.Func) bool {
	sig := obj.Signature()
	if sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0 || sig.Variadic() || sig.Results().Len() > 1 || sig.Results().Len() == 1 && !isError(sig.Results().At(0).Type()) {
		return false
	}
	shared, context := 0, false
	for p := range sig.Params().Variables() {
		switch {
		case isContext(p.Type()):
			context = true
		case a.sharedMessage(p.Type()):
			shared++
		case !a.ofShared(p.Type()):
			return false
		}
	}
	return shared == 1 && context
}

// sharedMessage reports whether a type is a struct that services share, or shared code's
// envelope around one.
func (a *analysis) sharedMessage(ty types.Type) bool {
	n := effects.Named(ty)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	if n.TypeArgs().Len() == 1 && a.ofShared(n) {
		return a.sharedMessage(n.TypeArgs().At(0))
	}
	return len(a.cfg.Shared.Messages) > 0 && a.cfg.IsMessages(effects.PkgPath(n.Obj().Pkg())) && isStruct(n)
}

// ofShared reports whether a type is the project's, and no service's.
func (a *analysis) ofShared(ty types.Type) bool {
	n := effects.Named(ty)
	return n != nil && n.Obj().Pkg() != nil && a.firstParty(effects.PkgPath(n.Obj().Pkg())) && a.cfg.ServiceOf(effects.PkgPath(n.Obj().Pkg())) == ""
}

// takesSharedAlike reports whether two methods of one type take the same, but for the
// message.
func (a *analysis) takesSharedAlike(m, other *types.Func) bool {
	of, otherOf := m.Signature().Recv(), other.Signature().Recv()
	if m == other || of == nil || otherOf == nil || !types.Identical(of.Type(), otherOf.Type()) || !a.sharedShape(m) {
		return false
	}
	x, y := m.Signature().Params(), other.Signature().Params()
	if x.Len() != y.Len() || m.Signature().Results().Len() != other.Signature().Results().Len() {
		return false
	}
	for i := range x.Len() {
		if a.sharedMessage(x.At(i).Type()) != a.sharedMessage(y.At(i).Type()) {
			return false
		}
	}
	return true
}

// makesHandler reports whether a unit is a method that gives back a function which is given
// messages and makes something of them. An adapter, which is given a handler, is none.
func (a *analysis) makesHandler(i int) bool {
	sig := a.units[i].Object.Signature()
	if sig.Recv() == nil || sig.Results().Len() == 0 || !a.handlesMessages(sig.Results().At(0).Type()) {
		return false
	}
	for p := range sig.Params().Variables() {
		if isFunction(p.Type()) || types.IsInterface(p.Type()) && !isContext(p.Type()) {
			return false
		}
	}
	if len(a.trackers[i].typesDecoded()) > 0 {
		return true
	}
	_, receives := a.trackers[i].unitEntry(a.funcs[i])
	return receives
}

// handlesMessages reports whether a type is that of functions which are given messages.
func (a *analysis) handlesMessages(ty types.Type) bool {
	sig, ok := ty.Underlying().(*types.Signature)
	if !ok {
		return false
	}
	for p := range sig.Params().Variables() {
		if a.isMessage(p.Type()) {
			return true
		}
	}
	return false
}
