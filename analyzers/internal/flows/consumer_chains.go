package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A chain of handlers is mostly made by a function that is given the last one and any
// number of others to put in front of it:
//
//	func Chain(h Handler, layers ...Middleware) Handler {
//		for i := len(layers) - 1; i >= 0; i-- {
//			h = layers[i](h)
//		}
//		return h
//	}
//
// Which layers there are, its callers know; but whatever they do, what is given to the
// first is meant for the handler.

// chained is the parameter that a result is, once others have been put in
// front of it; -1 where it is made otherwise.
func (t *tracker) chained(r ssa.Value) int {
	if !isFunction(r.Type()) && !types.IsInterface(r.Type()) || isError(r.Type()) {
		return -1
	}
	found, layered := -1, false
	seek(r, 8, func(v ssa.Value) []ssa.Value {
		if call, ok := v.(*ssa.Call); ok {
			inside, layer := t.layeredOver(call, r.Type())
			layered = layered || layer
			return inside
		}
		return t.sameVariable(v)
	}, func(v ssa.Value) bool {
		if p, ok := v.(*ssa.Parameter); ok && p.Parent() == t.u.Func {
			found = slices.Index(t.u.Func.Params, p)
		}
		return false
	})
	if !layered {
		return -1
	}
	return found
}

// layeredOver is the handler in front of which a call puts another one of its type: by a
// function that is only known when it runs, or by one that is known to add nothing.
func (t *tracker) layeredOver(call *ssa.Call, ty types.Type) (inside []ssa.Value, layer bool) {
	common := call.Common()
	if common.IsInvoke() || len(common.Args) != 1 || !types.Identical(common.Args[0].Type(), ty) || !types.Identical(call.Type(), ty) {
		return nil, false
	}
	if common.StaticCallee() == nil {
		return common.Args, true
	}
	if _, wraps := t.wrapper(call); slices.ContainsFunc(wraps, Apply.plain) {
		return common.Args, false
	}
	return nil, false
}

// plain reports whether what a wrapper stands before is called with just what it is given,
// whatever that says.
func (a Apply) plain() bool {
	for i, o := range a.Args {
		if o != 0 && o != Origin(1)<<(inner+i) {
			return false
		}
	}
	return a.wraps() && a.Guard.Kind == Unguarded && len(a.Looks) == 0
}

// sameVariable are the values that a variable may hold, which a literal may have set: the
// body of a loop over an iterator is one.
func (t *tracker) sameVariable(v ssa.Value) []ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return append(t.sameInterface(v), sameFunction(v)...)
	}
	cell := t.u.Cell(load.X)
	if cell == nil {
		return nil
	}
	var list []ssa.Value
	for s := range effects.Each[*ssa.Store](t.u.Funcs...) {
		if t.u.Cell(s.Addr) == cell {
			list = append(list, s.Val)
		}
	}
	return list
}

// noteChained notes what the handler is called with that a returned chain ends in: just
// what the chain is.
func (t *tracker) noteChained(f *Func, r ssa.Value) {
	p := t.chained(r)
	if p < 0 {
		return
	}
	iface, ok := r.Type().Underlying().(*types.Interface)
	if !ok {
		f.addApply(Apply{Param: p, Args: identity(arity(r.Type())), Chain: true})
		return
	}
	if iface.NumMethods() > maxHandlerMethods {
		return
	}
	for m := range iface.Methods() {
		f.addApply(Apply{Param: p, Method: m.Name(), Args: identity(m.Signature().Params().Len()), Chain: true})
		f.addAdapts(m.Name())
	}
}

// maxHandlerMethods bounds the methods of what is a handler by its looks.
const maxHandlerMethods = 4

func (f *Func) addAdapts(method string) {
	if !slices.Contains(f.Adapts, method) {
		f.Adapts = append(f.Adapts, method)
	}
}

// calledParams are the parameters that a call of a value calls, or of a method of it, and
// which method of theirs: "" where they are functions that a type makes the value of.
func (t *tracker) calledParams(v ssa.Value, method string) (list []int, of string) {
	if method == "" {
		return t.paramsBehind(v), ""
	}
	fns := slices.DeleteFunc(t.functionValues(v), func(fn ssa.Value) bool {
		return !isFunction(fn.Type()) || !t.callsItself(fn.Type(), method)
	})
	if len(fns) == 0 {
		return t.paramsBehind(v), method
	}
	for _, fn := range fns {
		list = append(list, t.paramsBehind(fn)...)
	}
	return list, ""
}
