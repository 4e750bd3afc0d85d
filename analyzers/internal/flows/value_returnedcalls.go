package flows

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A function that was made by another one is called later, often inside of a literal
// that is returned in turn:
//
//	control := handlers.Control(registrar)
//	return func(m *nats.Msg) error { return control(m.Subject, m.Data) }
//
// What it does is told by its maker's summary.

// returnedCalled takes over what a function does that another one has returned.
func (t *tracker) returnedCalled(f *Func, s effects.Site) {
	made := t.maker(s.Instr.Common().Value)
	if made == nil {
		return
	}
	maker := t.site(made)
	callee := t.funcOf(maker)
	if callee == nil || !callee.handlesInner() {
		return
	}
	s.Callee, s.Shift = maker.Callee, 0
	t.take(f, s, handlerFunc{fn: callee, shift: inner}.called())
}

// maker is the call that gave back a function value, or nil.
func (t *tracker) maker(v ssa.Value) (made *ssa.Call) {
	seek(v, 5, t.sameFunctionValue, func(v ssa.Value) bool {
		made, _ = v.(*ssa.Call)
		return made != nil
	})
	return made
}

// sameFunctionValue is sameFunction in literals too.
func (t *tracker) sameFunctionValue(v ssa.Value) []ssa.Value {
	free, ok := v.(*ssa.FreeVar)
	if load, isLoad := v.(*ssa.UnOp); isLoad && !ok {
		free, ok = load.X.(*ssa.FreeVar)
	}
	if !ok {
		return sameFunction(v)
	}
	b := t.u.Binding(free)
	if cell, ok := b.(*ssa.Alloc); ok {
		return stored(cell)
	}
	if b == nil {
		return nil
	}
	return []ssa.Value{b}
}

// called is a function that is called by what is returned, as if it were declared.
func (h handlerFunc) called() *Func {
	data := make([]Origin, maxInner)
	for i := range data {
		data[i] = param(i)
	}
	f := &Func{Reads: h.fn.Reads, Locks: h.fn.Locks, TellsKeys: h.fn.TellsKeys, Force: h.fn.Force}
	f.takeShifted(h, data, Apply{}, nil, nil)
	return f
}
