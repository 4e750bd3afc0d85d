package flows

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A table may hold, in the place of handlers, the functions that make them:
//
//	for _, make := range listeners.Factories {
//		topic, handle, err := make(cfg, app)
//		…
//		consume(topic, handle)
//	}
//
// What is given messages is what each of them returns.

// made stands for the method of a handler that is what a function in a field returns.
const made = "()"

// makerField is the field among whose functions is the one that made a function value;
// nil where something else did.
func (t *tracker) makerField(v ssa.Value) *summary.Method {
	var field *summary.Method
	seek(v, 6, t.madeFrom, func(v ssa.Value) bool {
		call, ok := v.(*ssa.Call)
		if !ok || call.Call.IsInvoke() || call.Call.StaticCallee() != nil {
			return false
		}
		field = t.fieldRoot(call.Call.Value)
		return field != nil
	})
	return field
}

// madeFrom is sameFunctionValue for what is one of several results.
func (t *tracker) madeFrom(v ssa.Value) []ssa.Value {
	if e, ok := v.(*ssa.Extract); ok {
		return []ssa.Value{e.Tuple}
	}
	return t.sameFunctionValue(v)
}

// makerOf is the field that holds what made a handler, and the handler as one that comes
// from there; nil where it does not.
func (t *tracker) makerOf(v ssa.Value, h Handler) (*summary.Method, Handler) {
	if h.Method != "" || !isFunction(v.Type()) {
		return nil, h
	}
	field := t.makerField(v)
	h.Method = made
	return field, h
}

// returnedBy are the functions that those return which a value may be.
func (t *tracker) returnedBy(v ssa.Value) []handlerFunc {
	if !isFunction(v.Type()) {
		return nil
	}
	var list []handlerFunc
	for _, c := range t.functionsOf(v, foreignLiterals) {
		if c.shift != inner && c.fn.handlesInner() {
			c.shift, c.method = inner, made
			list = append(list, c)
		}
	}
	return list
}
