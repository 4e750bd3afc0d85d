package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// From a value that is registered as a handler to the functions that it may be:
// declared ones, literals, methods, and what wrappers make of these.

// A handlerFunc is a function that is given messages, or may be.
type handlerFunc struct {
	fn     *Func
	shift  int // from its parameters to the bits of fn
	method string
	name   string
	place  summary.Place
}

// A choice says which function literals count among the functions that a value may be.
type choice int

const (
	foreignLiterals choice = iota // those of other units: the unit's own are part of it
	allLiterals
)

// functionsOf are the functions that a value may be, or is made from.
func (t *tracker) functionsOf(v ssa.Value, which choice) []handlerFunc {
	return t.functionsWithin(v, which, 0)
}

// functionsWithin is functionsOf inside of so many wrappers.
func (t *tracker) functionsWithin(v ssa.Value, which choice, depth int) []handlerFunc {
	list := t.wrapped(v, which, depth)
	_, wraps := t.wrapper(v)
	for _, target := range t.view.Handlers(t.u, v) {
		if len(wraps) > 0 && t.isWrapped(v, target) {
			continue
		}
		switch {
		case target.Object != nil:
			for _, c := range t.objectOf(target.Object) {
				if takesReceiver(v, target.Object) {
					c.shift = 0
				}
				list = append(list, t.namedByReceiver(c, v))
			}
		case target.Literal != nil:
			i := t.view.Index(target.Literal)
			if slices.Contains(t.u.Funcs, target.Literal) {
				if i = t.view.Index(t.u.Func); which != allLiterals {
					continue
				}
			}
			if i >= 0 {
				list = append(list, handlerFunc{fn: t.funcs[i], shift: inner, name: t.units[i].Name(), place: t.view.Place(t.units[i], target.Literal.Pos())})
			}
		}
	}
	if call, ok := effects.Unwrapped(v).(*ssa.Call); ok {
		s := t.site(call)
		if f := t.funcOf(s); f != nil && (t.view.IndexOf(s.Callee) < 0 || len(list) == 0 && f.handlesInner()) {
			list = append(list, handlerFunc{fn: f, shift: inner, name: nameOf(s.Callee), place: t.declaredAt(s.Callee, f)})
		}
	}
	return slices.DeleteFunc(list, func(c handlerFunc) bool { return c.fn == nil })
}

// handlesInner reports whether a function does something with what the function
// is given that it returns.
func (f *Func) handlesInner() bool {
	return slices.ContainsFunc(f.Writes, func(w Write) bool { return w.From&innerBits != 0 }) ||
		slices.ContainsFunc(f.Calls, func(c Call) bool { return union(c.Args)&innerBits != 0 })
}

// isWrapped reports whether a function is one that a value is made from: it is
// not called with what the value is called with.
func (t *tracker) isWrapped(v ssa.Value, target effects.Target) bool {
	s, wraps := t.wrapper(v)
	return slices.ContainsFunc(wraps, func(a Apply) bool { return slices.Contains(t.view.Handlers(t.u, s.Args[a.Param]), target) })
}

// declaredAt is the place of a function of another package, of which export data tell no
// more than the line.
func (t *tracker) declaredAt(obj *types.Func, f *Func) summary.Place {
	place := firstPlace(f)
	if obj.Pkg() == nil || place.Package != effects.PkgPath(obj.Pkg()) {
		return place
	}
	at := t.view.Step(obj.Pos(), "")
	place.File, place.Line, place.Col = at.File, at.Line, 1
	return place
}

// firstPlace is where a function does something.
func firstPlace(f *Func) summary.Place {
	switch {
	case len(f.Writes) > 0:
		return f.Writes[0].Place
	case len(f.Calls) > 0:
		return f.Calls[0].Place
	}
	return summary.Place{}
}

// takesReceiver reports whether a function is a method as an expression of its type, which is
// given the receiver first: (*Handlers).Renamed.
func takesReceiver(v ssa.Value, method *types.Func) bool {
	sig, ok := effects.Unwrapped(v).Type().Underlying().(*types.Signature)
	return ok && method.Signature().Recv() != nil && sig.Params().Len() == method.Signature().Params().Len()+1
}

// objectOf is a declared function as one that is given messages.
func (t *tracker) objectOf(obj *types.Func) []handlerFunc {
	f := t.funcOfObject(obj)
	if f == nil {
		return nil
	}
	c := handlerFunc{fn: f, name: nameOf(obj), place: t.declaredAt(obj, f)}
	if obj.Signature().Recv() != nil {
		c.shift = 1
	}
	if i := t.view.IndexOf(obj); i >= 0 {
		c.place = t.view.Place(t.units[i], obj.Pos())
	}
	return []handlerFunc{c}
}

func nameOf(f *types.Func) string {
	if recv := receiverName(f); recv != "" {
		return recv + "." + f.Name()
	}
	return f.Name()
}

// methodsNamed are the methods of a name of the types that a value may have, and what
// those of types of functions call.
func (t *tracker) methodsNamed(v ssa.Value, name string) []handlerFunc {
	return append(t.methodsOfTypes(v, name), t.functionsBehind(v, name, foreignLiterals, 0)...)
}

// methodsOfTypes are the methods of a name of the types that a value may have.
func (t *tracker) methodsOfTypes(v ssa.Value, name string) []handlerFunc {
	var list []handlerFunc
	for _, ty := range t.concreteTypes(v) {
		obj, _, _ := types.LookupFieldOrMethod(ty, true, t.pass.Pkg, name)
		if obj == nil {
			if n := effects.Named(ty); n != nil && n.Obj().Pkg() != nil {
				obj, _, _ = types.LookupFieldOrMethod(ty, true, n.Obj().Pkg(), name)
			}
		}
		if f, ok := obj.(*types.Func); ok {
			for _, c := range t.objectOf(f.Origin()) {
				c.method = name
				list = append(list, c)
			}
		}
	}
	return list
}

// concreteTypes are the types that a value of an interface is made from.
func (t *tracker) concreteTypes(v ssa.Value) []types.Type {
	var list []types.Type
	seek(v, 6, t.sameInterface, func(v ssa.Value) bool {
		ty := v.Type()
		if mi, ok := v.(*ssa.MakeInterface); ok {
			ty = mi.X.Type()
		}
		if _, generic := types.Unalias(ty).(*types.TypeParam); !generic && !types.IsInterface(ty) {
			list = append(list, ty)
		}
		return false
	})
	return list
}

// sameInterface are the values of which an interface's value may be another form.
func (t *tracker) sameInterface(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.ChangeInterface:
		return []ssa.Value{v.X}
	case *ssa.Phi:
		return v.Edges
	case *ssa.FreeVar:
		if b := t.u.Binding(v); b != nil {
			return []ssa.Value{b}
		}
	case *ssa.UnOp:
		if alloc, ok := v.X.(*ssa.Alloc); ok {
			return stored(alloc)
		}
	}
	return nil
}
