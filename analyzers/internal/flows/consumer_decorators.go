package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A decorator of handlers that are interfaces is given one and gives back another,
// which a type of functions makes of a literal:
//
//	func Timed(next Processor) Processor {
//		return ProcessorFunc(func(ctx context.Context, e Event) error { …; return next.Process(ctx, e) })
//	}
//
// To its caller it is a wrapper as any other, but that both sides are methods.

// noteDecorated notes that a literal which is returned calls a method of a parameter
// with what it is given, and reports whether that is so: who gives the parameter tells
// what is called.
func (t *tracker) noteDecorated(f *Func, s effects.Site, args []Origin) bool {
	adapted := t.returnsAs(adaptsTo, s.Instr.Parent())
	if union(args)&innerBits == 0 || !adapted && !t.returnsAs(isFunction, s.Instr.Parent()) {
		return false
	}
	given := make([]Origin, len(args))
	for i := range args {
		given[i] = args[i] &^ fromMsg
	}
	guard := t.guardOf(s.Instr)
	guard.Field = "" // where the order is kept is the decorator's own business
	list := t.paramsBehind(s.Args[0])
	for _, p := range list {
		f.addApply(Apply{Param: p, Method: s.Callee.Name(), Args: given, Guard: guard, Looks: t.looksBefore(s.Instr), Answer: t.answer(s)})
	}
	return adapted && len(list) > 0 // of a function that is returned, the call stands for whatever types there are
}

// returnsAs reports whether the unit's function returns a literal, as a value of certain
// types, in which another function stands or which it is.
func (t *tracker) returnsAs(is func(types.Type) bool, fn *ssa.Function) bool {
	for ret := range effects.Returns(t.u.Func) {
		for _, r := range ret.Results {
			if !is(r.Type()) {
				continue
			}
			if lit := t.literalOf(r); lit != nil && within(fn, lit) {
				return true
			}
		}
	}
	return false
}

// adaptsTo reports whether a type is an interface that handlers may be made values of.
func adaptsTo(ty types.Type) bool { return types.IsInterface(ty) && !isError(ty) }

// noteAdapts notes the methods of a returned interface that call the function which it
// is made of.
func (t *tracker) noteAdapts(f *Func, r ssa.Value) {
	if !adaptsTo(r.Type()) {
		return
	}
	for _, fn := range t.functionValues(r) {
		methods := t.callingMethods(fn.Type())
		if call, ok := fn.(*ssa.Call); ok && !isFunction(fn.Type()) {
			methods = t.adapted(call)
		}
		for _, m := range methods {
			f.addAdapts(m)
		}
	}
}

// adapted are the methods that call the function of which a call's result is made, where
// that is an interface's value.
func (t *tracker) adapted(call *ssa.Call) []string {
	if !types.IsInterface(call.Type()) {
		return nil
	}
	if f := t.funcOf(t.site(call)); f != nil {
		return f.Adapts
	}
	return nil
}

// callsFunction reports whether a method of a value calls the function that the value is
// made of, with just what it is given.
func (t *tracker) callsFunction(v ssa.Value, method string) bool {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	if call, ok := v.(*ssa.Call); ok && !isFunction(v.Type()) {
		return slices.Contains(t.adapted(call), method)
	}
	return t.callsItself(v.Type(), method)
}

// undecorated is the handler that a decorator is given, which was itself made or picked here,
// and how it is handled behind that: quiet := Quiet(log); s.On("tags", quiet(h)).
func (t *tracker) undecorated(v ssa.Value, h Handler) (ssa.Value, Handler) {
	for range maxWrapped {
		call, ok := effects.Unwrapped(v).(*ssa.Call)
		if !ok || call.Call.IsInvoke() || call.Call.StaticCallee() != nil || len(call.Call.Args) != 1 || !wrapsHandlers(call.Call.Value.Type()) {
			break
		}
		h = t.comingThrough(h, []ssa.Value{call.Call.Value})
		v = call.Call.Args[0]
	}
	return v, h
}

// calledBy are the functions that a wrapper calls of what it is given.
func (t *tracker) calledBy(a Apply, v ssa.Value, which choice, depth int) []handlerFunc {
	if a.Method == "" {
		return t.functionsWithin(v, which, depth)
	}
	if depth > maxWrapped {
		return nil
	}
	return append(t.methodsOfTypes(v, a.Method), t.functionsBehind(v, a.Method, which, depth)...)
}
