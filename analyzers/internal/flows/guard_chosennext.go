package flows

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What comes next may be worked out from the state that a stored row is in, and be nothing
// where that state does not allow for it:
//
//	steps := stepsTo(order.Status, e.Status) // none, if it is there or beyond
//	if len(steps) == 0 {
//		return nil
//	}
//
// So may be done by a function that was handed in, which is given the row.

// noteChooses notes the parameters by whose state the unit gives something or nothing.
func (t *tracker) noteChooses(f *Func) {
	if len(f.Writes)+len(f.Reads)+len(f.Calls) > 0 || !t.mayGiveNone() {
		return
	}
	for instr := range effects.Instructions(t.u.Func) {
		switch i := instr.(type) {
		case *ssa.BinOp:
			if i.Op == token.EQL || i.Op == token.NEQ {
				f.Chooses |= t.comparedHere(i.X, i.Y) | t.comparedHere(i.Y, i.X)
			}
		case *ssa.Lookup: // transitions[current]
			f.Chooses |= t.stateHandedIn(i.Index)
		case *ssa.Call:
			s := t.site(i)
			if callee := t.funcOf(s); callee != nil {
				f.Chooses |= bind(callee.Chooses|callee.Checks&^callee.Equates, t.argOrigins(s)) & params
			}
		}
	}
}

// mayGiveNone reports whether the unit returns nothing on some ways and something on others.
func (t *tracker) mayGiveNone() bool {
	none, some := false, false
	for ret := range effects.Returns(t.u.Func) {
		if len(ret.Results) == 0 || isError(ret.Results[0].Type()) || isBool(ret.Results[0].Type()) {
			return false
		}
		for _, v := range eachOf(ret.Results[0]) {
			switch {
			case isNothing(v):
				none = true
			default:
				some = true
				_, looked := v.(*ssa.Lookup) // of what is not in the table, it gives nothing
				none = none || looked
			}
		}
	}
	return none && some
}

// eachOf are the values of which a value may be each.
func eachOf(v ssa.Value) []ssa.Value {
	if phi, ok := v.(*ssa.Phi); ok {
		return phi.Edges
	}
	return []ssa.Value{v}
}

// isNothing reports whether a value is none at all: nil, or an empty text.
func isNothing(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && (c.IsNil() || c.Value != nil && c.Value.Kind() == constant.String && constant.StringVal(c.Value) == "")
}

// comparedHere is the parameter whose state is compared with what is no parameter's, and is no
// mere test whether there is anything.
func (t *tracker) comparedHere(v, with ssa.Value) Origin {
	if c, ok := with.(*ssa.Const); ok && !isState(c) || t.val[with]&params != 0 {
		return 0
	}
	return t.stateHandedIn(v)
}

// stateHandedIn is the parameter that a value is, or is a field of.
func (t *tracker) stateHandedIn(v ssa.Value) Origin {
	if !asItIs(v, 0) {
		return 0
	}
	return t.val[v] & params
}

// chosenByState reports whether a condition asks whether there is something to do, where the
// state of a stored row has decided on that.
func (t *tracker) chosenByState(v *ssa.BinOp) bool {
	call := nothingOf(v)
	if call == nil {
		return false
	}
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil || f.Chooses == 0 {
		return false
	}
	for i, a := range s.Args {
		if f.Chooses&param(i) == 0 || t.val[a]&fromStored == 0 {
			continue
		}
		if name := fieldName(a, 0); stateName.MatchString(name) && !ofSettings(a) && !t.justSet(a) || isStructType(deref(a.Type())) && t.asGivenBack(a) {
			return true
		}
	}
	return false
}

// chosenByHanded reports whether it does so of what a function has answered that was handed
// in, and is given a stored row. Where that gives back the row itself, it is known what it
// has put into it.
func (t *tracker) chosenByHanded(v *ssa.BinOp) (Origin, bool) {
	call := nothingOf(v)
	if call == nil || call.Call.IsInvoke() || !t.handedIn(call.Call.Value) || !plainValue(firstOf(call.Type())) {
		return 0, false
	}
	for _, a := range call.Call.Args {
		if o := t.whole(a); o&fromStored != 0 && isStructType(deref(a.Type())) {
			return o, true
		}
	}
	return 0, false
}

// nothingOf is the call that gives what a condition asks whether it is nothing; nil: it asks
// something else.
func nothingOf(v *ssa.BinOp) *ssa.Call {
	x, y := v.X, v.Y
	if _, constant := x.(*ssa.Const); constant {
		x, y = y, x
	}
	if list := lengthOf(x); list != nil && isZero(y) {
		x = list
	} else if list := lengthOf(y); list != nil && v.Op == token.LSS { // each of them, in a loop
		x = list
	} else if !isNothing(y) || isError(x.Type()) {
		return nil
	}
	if e, ok := x.(*ssa.Extract); ok && e.Index == 0 {
		x = e.Tuple
	}
	call, _ := x.(*ssa.Call)
	return call
}

// lengthOf is the list whose length a value is; nil: it is none.
func lengthOf(v ssa.Value) ssa.Value {
	if !isLen(v) {
		return nil
	}
	of := v.(*ssa.Call).Call.Args[0]
	if _, list := of.Type().Underlying().(*types.Slice); !list {
		return nil
	}
	return of
}
