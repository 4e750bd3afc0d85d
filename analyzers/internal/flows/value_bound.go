package flows

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A handler may be a method that is taken from an interface's value without being
// called: newSubscription(topic, h.Process). Whoever is given that gives messages to
// a method of h.

// boundMethod is the interface's value and the name of its method that a function
// is, or nil.
func boundMethod(v ssa.Value) (recv ssa.Value, method string) {
	bound, ok := effects.Unwrapped(v).(*ssa.MakeClosure)
	if !ok || len(bound.Bindings) != 1 || !types.IsInterface(bound.Bindings[0].Type()) {
		return nil, ""
	}
	fn := bound.Fn.(*ssa.Function)
	if !strings.HasPrefix(fn.Synthetic, "bound method") || fn.Object() == nil {
		return nil, ""
	}
	return bound.Bindings[0], fn.Object().Name()
}

// methodOf is the value of whose method a handler is made, with what handles
// messages then: that method. Any other value is left as it is.
func methodOf(v ssa.Value, h Handler) (ssa.Value, Handler) {
	if h.Method != "" {
		return v, h
	}
	if recv, method := boundMethod(v); recv != nil {
		h.Method = method
		return recv, h
	}
	return v, h
}

// ofInterface is the method of a first-party interface that a function is, unless that is
// there to handle messages: then its type is subscribed.
func (t *tracker) ofInterface(v ssa.Value) (*types.Func, *summary.Method) {
	if _, name := boundMethod(v); dispatches(name) {
		return nil, nil
	}
	return t.methodTaken(v)
}

// methodTaken is the method of a first-party interface that a function is.
func (t *tracker) methodTaken(v ssa.Value) (*types.Func, *summary.Method) {
	recv, name := boundMethod(v)
	if recv == nil {
		return nil, nil
	}
	for m := range recv.Type().Underlying().(*types.Interface).Methods() {
		if m.Name() == name {
			return m, t.view.FirstPartyMethod(recv.Type(), m)
		}
	}
	return nil, nil
}

// boundCall is the call of an interface's method by a function that is given it as a
// value: require(ctx, id, s.stores.Known).
func (t *tracker) boundCall(v ssa.Value, args []Origin, here Apply, s effects.Site) (Call, bool) {
	m, method := t.methodTaken(v)
	if method == nil || m.Signature().Params().Len() != len(args) {
		return Call{}, false
	}
	pos := t.view.CallPos(s.Instr)
	return Call{
		Method: *method, Args: args, Guard: here.Guard, Answer: here.Answer, Branches: t.branchesOf(s.Instr), Place: t.view.Place(t.u, pos), About: t.aboutAt(s.Instr),
		Steps: []summary.Step{t.view.Step(pos, "calls "+effects.MethodShown(*method))},
	}, true
}

// boundHandler is an interface's method as a function that is given messages, by what is
// made of it or by whom it is handed to: routes["renamed"] = decoded(s.store.Rename).
func (t *tracker) boundHandler(v ssa.Value) []handlerFunc {
	m, method := t.ofInterface(v)
	if method == nil {
		return nil
	}
	shown, at := effects.MethodShown(*method), effects.Unwrapped(v).Pos()
	c := Call{Method: *method, Place: t.view.Place(t.u, at), Steps: []summary.Step{t.view.Step(at, "calls "+shown)}}
	for i := range m.Signature().Params().Len() {
		var given Origin
		if carries(m.Signature().Params().At(i).Type()) {
			given = param(i)
		}
		c.Args = append(c.Args, given)
	}
	return []handlerFunc{{fn: &Func{Calls: []Call{c}}, name: shown, place: c.Place}}
}

// The other way round, a function becomes a value of an interface by a type of
// functions, whose method calls the function with what it is given itself:
// HandlerFunc(s.renamed).

// functionsBehind are the functions that a method calls of the types of functions that
// a value may have.
func (t *tracker) functionsBehind(v ssa.Value, method string, which choice, depth int) []handlerFunc {
	var list []handlerFunc
	for _, fn := range t.functionValues(v) {
		if !t.callsFunction(fn, method) {
			continue
		}
		for _, c := range t.functionsWithin(fn, which, depth) {
			c.method = method
			list = append(list, c)
		}
	}
	return list
}

// functionValues are the functions that a value of an interface is made from, or the
// value itself.
func (t *tracker) functionValues(v ssa.Value) []ssa.Value {
	if isFunction(v.Type()) {
		return []ssa.Value{v}
	}
	var list []ssa.Value
	seek(v, 6, t.sameInterface, func(v ssa.Value) bool {
		if mi, ok := v.(*ssa.MakeInterface); ok && isFunction(mi.X.Type()) && !slices.Contains(list, mi.X) {
			list = append(list, mi.X)
		}
		if call, ok := v.(*ssa.Call); ok && len(t.adapted(call)) > 0 {
			list = append(list, call)
		}
		return false
	})
	return list
}

// callingMethods are the methods of a type of functions that call the function.
func (t *tracker) callingMethods(ty types.Type) []string {
	var list []string
	n := effects.Named(ty)
	if n == nil {
		return nil
	}
	for m := range n.Methods() {
		if t.callsItself(ty, m.Name()) {
			list = append(list, m.Name())
		}
	}
	return list
}

// callsItself reports whether a method of a type of functions calls the function, with
// just what it is given.
func (t *tracker) callsItself(ty types.Type, method string) bool {
	n := effects.Named(ty)
	if n == nil {
		return false
	}
	for m := range n.Methods() {
		if m.Name() != method || !sameParams(m.Signature(), n.Underlying()) {
			continue
		}
		f := t.funcOfObject(m.Origin())
		return f != nil && slices.ContainsFunc(f.Applies, func(a Apply) bool {
			for i, o := range a.Args {
				if o != 0 && o&param(i+1) == 0 { // the function may put anything into what it is given
					return false
				}
			}
			return a.Param == 0
		})
	}
	return false
}

// sameParams reports whether a method takes what a type of functions does.
func sameParams(method *types.Signature, fn types.Type) bool {
	sig, ok := fn.(*types.Signature)
	return ok && types.Identical(method.Params(), sig.Params())
}
