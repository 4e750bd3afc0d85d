package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A wait that goes on until its context ends has no bound of its own, and none at all where
// that is one which never ends.

// neverEnds reports whether a value is a context that nobody can end.
func (t *tracker) neverEnds(v ssa.Value) bool {
	for range 6 {
		call, ok := t.read(v).(*ssa.Call)
		if !ok {
			return false
		}
		fn := call.Call.StaticCallee()
		if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "context" {
			return false
		}
		switch fn.Name() {
		case "Background", "TODO", "WithoutCancel":
			return true
		case "WithValue":
			v = call.Call.Args[0]
		default:
			return false
		}
	}
	return false
}

// askedContext is the context that a call asks for its end, or nil.
func askedContext(i ssa.CallInstruction) ssa.Value {
	m := i.Common().Method
	if m == nil || !isContext(i.Common().Value.Type()) || m.Name() != "Err" && m.Name() != "Done" && m.Name() != "Deadline" {
		return nil
	}
	return i.Common().Value
}

// endedBy reports whether a select may be left for anything but a clock, or the end of a
// context that does not count.
func endedBy(sel *ssa.Select, spent func(context ssa.Value) bool) bool {
	asks := false
	for _, s := range sel.States {
		done, ok := s.Chan.(*ssa.Call)
		switch {
		case s.Dir == types.RecvOnly && clockChannel(s.Chan.Type()):
		case ok && askedContext(done) != nil && spent(askedContext(done)):
			asks = true
		default:
			return true
		}
	}
	return !asks // what is left for a clock alone may be a bound
}

// forever is for Func.Until that what is waited for is waited for whatever becomes of a context.
const forever = -1

// waitsUntil is the parameter, counted from 1, that is the context by whose end alone the
// unit gives up to wait, there or below; 0: none is. It is forever where a library is told
// never to give up, and that is all that the unit does.
func (t *tracker) waitsUntil(f *Func) int {
	for i, p := range t.u.Func.Params {
		if !isContext(p.Type()) {
			continue
		}
		own := func(v ssa.Value) bool { return t.read(v) == ssa.Value(p) }
		for ci := range effects.Calls(t.u.Func) {
			if t.endlessBut(ci, own) || t.boundlessBut(ci, own) && !t.boundless(ci) {
				return i + 1
			}
			s := t.site(ci)
			if f := t.funcOf(s); f != nil && f.Until > 0 && f.Until <= len(s.Args) && own(s.Args[f.Until-1]) {
				return i + 1
			}
		}
	}
	if len(f.Writes) == 0 && t.onlyWaits() {
		return forever
	}
	return 0
}

// onlyWaits reports whether the unit has no other result than that of a wait without a bound:
// that it starts one beside other things tells nothing of those.
func (t *tracker) onlyWaits() bool {
	for ci := range effects.Calls(t.u.Func) {
		if call := ci.Value(); call != nil && (t.boundless(ci) || t.waitsForever(t.site(ci))) && answersWith(call) {
			return true
		}
	}
	return false
}

// answersWith reports whether a function hands on the error of a call.
func answersWith(call *ssa.Call) bool {
	for _, r := range results(call) {
		if !isError(r.Type()) {
			continue
		}
		for _, ref := range *r.Referrers() {
			if _, ok := ref.(*ssa.Return); ok {
				return true
			}
		}
	}
	return false
}

// waitsForever reports whether a call is of a function that waits forever, or until a context
// ends, and is given one that does not.
func (t *tracker) waitsForever(s effects.Site) bool {
	f := t.funcOf(s)
	if f == nil || f.Until == 0 {
		return false
	}
	return f.Until == forever || f.Until <= len(s.Args) && t.neverEnds(s.Args[f.Until-1])
}

// endlessBut is endless, but for the end of a context that does not count.
func (t *tracker) endlessBut(instr ssa.CallInstruction, spent func(context ssa.Value) bool) bool {
	loop := loopAround(instr.Block())
	if loop == nil {
		return false
	}
	slept := false
	for b := range loop {
		for _, i := range b.Instrs {
			slept = slept || sleeps(i)
			if t.bounds(i, loop, spent) {
				return false
			}
		}
	}
	return slept && !t.takesNext(instr)
}

// bounds reports whether an instruction of a loop that waits may end it otherwise than by
// what it waits for.
func (t *tracker) bounds(i ssa.Instruction, loop map[*ssa.BasicBlock]bool, spent func(context ssa.Value) bool) bool {
	switch i := i.(type) {
	case ssa.CallInstruction:
		if ctx := askedContext(i); ctx != nil && spent(ctx) {
			return false
		}
		return boundedBy(i) || slices.ContainsFunc(i.Common().Args, t.endsInTime)
	case *ssa.Select:
		return endedBy(i, spent)
	case *ssa.Next:
		return true
	case *ssa.BinOp:
		return counts(i, loop)
	}
	return false
}
