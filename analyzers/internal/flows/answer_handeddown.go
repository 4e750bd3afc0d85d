package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A function that is given a message may itself be called by one that is: the loop
// that receives calls the one that tells messages apart, which calls the one for
// this kind. What becomes of the failure of the last, the others decide.

// A passing is a call that hands a message down.
type passing struct {
	unit    int // the caller
	instr   ssa.CallInstruction
	dynamic bool // of a function value
}

// A handedAnswer is an answer, once it was asked for.
type handedAnswer struct {
	asked  bool
	answer Answer
}

// handedDown is what becomes of the failure of a unit's function by the functions
// of the package that call it with messages. Where it may be called from elsewhere
// too, nothing is known of it.
func (a *analysis) handedDown(unit int) Answer {
	if unit < 0 {
		return Answer{}
	}
	known := &a.above[unit]
	if !known.asked {
		known.asked = true // of a function that calls itself, the other calls tell
		known.answer = a.fromCallers(unit)
	}
	return known.answer
}

func (a *analysis) fromCallers(unit int) Answer {
	obj := a.units[unit].Object
	if obj == nil || a.implementsHandler(unit) {
		return Answer{} // a library calls it
	}
	calls := a.passings()[obj.Origin()]
	if len(calls) == 0 || a.usedAsValue(obj) && !slices.ContainsFunc(calls, func(p passing) bool { return p.dynamic }) {
		return Answer{}
	}
	var answer Answer
	for i, p := range calls {
		t := a.trackerOf(p.unit)
		found := t.answer(t.site(p.instr)).above(a.handedDown(p.unit))
		if i == 0 {
			answer = found
		} else {
			answer = answer.mildest(found)
		}
	}
	return answer
}

// implementsHandler reports whether a unit is a method by which messages come in.
func (a *analysis) implementsHandler(unit int) bool {
	return a.trackerOf(unit).handlerParams() != 0
}

// trackerOf is the tracker of a unit that may not have been looked at yet.
func (a *analysis) trackerOf(unit int) *tracker {
	if a.trackers[unit] == nil {
		a.trackers[unit] = a.track(a.units[unit])
	}
	return a.trackers[unit]
}

// passings are the calls that hand messages to the package's functions.
func (a *analysis) passings() map[*types.Func][]passing {
	if a.passed != nil {
		return a.passed
	}
	a.passed = map[*types.Func][]passing{}
	for i, u := range a.units {
		for ci := range effects.Calls(u.Funcs...) {
			if !ci.Common().IsInvoke() && a.handsDown(i, ci) {
				a.notePassing(i, u, ci)
			}
		}
	}
	return a.passed
}

// handsDown reports whether a call is given a message; or, where nobody else can call
// the function, data, which may be part of one.
func (a *analysis) handsDown(unit int, ci ssa.CallInstruction) bool {
	args := ci.Common().Args
	if slices.ContainsFunc(args, func(v ssa.Value) bool { return a.isMessage(v.Type()) }) {
		return true
	}
	callee := calleeOf(ci)
	if callee == nil || callee.Pkg() != a.pass.Pkg || callee.Exported() {
		return false
	}
	t := a.trackerOf(unit)
	return slices.ContainsFunc(args, func(v ssa.Value) bool {
		return v != ssa.Value(t.receiver()) && !isContext(v.Type()) && t.whole(v)&(fromMsg|params) != 0
	})
}

func (a *analysis) notePassing(unit int, u *effects.Unit, ci ssa.CallInstruction) {
	if callee := ci.Common().StaticCallee(); callee != nil {
		if obj, ok := callee.Object().(*types.Func); ok {
			a.passed[obj.Origin()] = append(a.passed[obj.Origin()], passing{unit, ci, false})
		}
		return
	}
	for _, target := range a.view.Targets(u, ci.Common().Value) {
		if target.Object != nil {
			obj := target.Object.Origin()
			a.passed[obj] = append(a.passed[obj], passing{unit, ci, true})
		}
	}
}
