package flows

import (
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// What a function's results tell its callers: where they come from, of which types
// they are made, and what must have held for an error or a boolean to come back.

// noteResults adds what the results come from, and what a boolean one tells.
func (t *tracker) noteResults(f *Func) {
	for ret := range effects.Returns(t.u.Func) {
		b := ret.Block()
		t.noteTold(f, ret.Results)
		t.noteChannel(f, ret.Results)
		for _, r := range ret.Results {
			from := t.whole(r)
			f.Result |= from & flags
			if from&fromMsg != 0 && (t.isMessage(r.Type()) || !isBool(r.Type()) && t.receivesHere()) {
				f.Result |= from & fromMsg // it receives for its callers
			}
			t.noteMade(f, r)
			t.noteAdapts(f, r)
			t.noteGiven(f, r)
			t.noteMoves(f, r)
			t.noteKey(f, r)
			t.noteSifts(f, r)
			t.noteReturned(f, r)
			t.notePicked(f, r)
			t.noteWrapped(f, r)
			t.noteChained(f, r)
			if isBool(r.Type()) {
				f.Compares = append(f.Compares, t.returnedBool(b, r)...)
			}
			if isError(r.Type()) && certain(r) {
				f.Refuses = append(f.Refuses, t.heldUnless(b)...)
			}
			switch {
			case isError(r.Type()) && !isNil(r):
				f.Checks |= t.checked(b)
			case isBool(r.Type()):
				f.Checks |= t.checked(b) | t.val[r]&params
			}
		}
	}
	f.Compares = append(f.Compares, t.statesTold()...)
	f.Outcome, f.Apart = t.returnsOutcome()
	t.noteEquates(f)
	t.noteWins(f)
	t.noteFoundOnly(f)
	f.Compares = f.Compares[:min(len(f.Compares), 4)]
	f.Refuses = f.Refuses[:min(len(f.Refuses), 4)]
}

// receivesHere reports whether the unit's function takes in a message by itself, which it may
// give back decoded.
func (t *tracker) receivesHere() bool {
	for call := range effects.Each[*ssa.Call](t.u.Func) {
		if s := t.site(call); s.Callee != nil && !t.known(s) && t.receivesMessage(s) {
			return true
		}
	}
	return false
}

// certain reports whether a returned error is one for sure: made here, a
// variable of the package, or one that was handed in to be returned.
func certain(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.MakeInterface, *ssa.Parameter:
		return true
	case *ssa.UnOp:
		_, ok := v.X.(*ssa.Global)
		return ok
	case *ssa.Call:
		fn := v.Call.StaticCallee()
		if fn == nil || fn.Pkg == nil {
			return false
		}
		path := fn.Pkg.Pkg.Path()
		return path == "errors" || path == "fmt" || strings.HasSuffix(path, "/errors")
	}
	return false
}

// heldUnless are the comparisons that hold if a block is not reached.
func (t *tracker) heldUnless(b *ssa.BasicBlock) []Comparison {
	var list []Comparison
	for _, cond := range t.conditionsOf(b) {
		for _, cmp := range t.compare(cond.value) {
			if cond.want {
				cmp.Op = sqltext.Negated(cmp.Op)
			}
			if cmp.Left != 0 && cmp.Right != 0 {
				list = append(list, cmp)
			}
		}
	}
	return list
}

// noteMade notes the types of which a result of an interface's type is made.
func (t *tracker) noteMade(f *Func, r ssa.Value) {
	if !types.IsInterface(r.Type()) || isError(r.Type()) {
		return
	}
	for _, name := range t.madeOf(r) {
		if !slices.Contains(f.Makes, name) && len(f.Makes) < 8 {
			f.Makes = append(f.Makes, name)
		}
	}
}

// madeOf are the concrete types of a value, if they are known.
func (t *tracker) madeOf(v ssa.Value) []string {
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	if ci, ok := v.(*ssa.ChangeInterface); ok {
		v = ci.X
	}
	if call, ok := v.(*ssa.Call); ok {
		if f := t.funcOf(t.site(call)); f != nil {
			return f.Makes
		}
		return nil
	}
	var names []string
	for _, ty := range t.concreteTypes(v) {
		names = append(names, effects.TypeName(ty))
	}
	return names
}

// returnedBool is what a returned boolean compares. A constant tells by the
// branch that leads to it.
func (t *tracker) returnedBool(b *ssa.BasicBlock, r ssa.Value) []Comparison {
	c, ok := r.(*ssa.Const)
	if !ok || c.Value == nil {
		return t.compare(r)
	}
	var list []Comparison
	for _, cond := range t.conditionsOf(b) {
		for _, cmp := range t.compare(cond.value) {
			if cond.want != (c.Value.String() == "true") {
				cmp.Op = sqltext.Negated(cmp.Op)
			}
			if cmp.Left != 0 && cmp.Right != 0 {
				list = append(list, cmp)
			}
		}
	}
	return list
}

// checked are the parameters whose state decides that an error is returned.
func (t *tracker) checked(b *ssa.BasicBlock) Origin {
	var o Origin
	for _, cond := range t.conditionsOf(b) {
		o |= t.checks(cond.value)
	}
	return o
}

// checks are the parameters of whose state a condition is.
func (t *tracker) checks(v ssa.Value) Origin {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.checks(v.X)
		}
		if fieldName(v, 0) != "" {
			return t.val[v] & params
		}
	case *ssa.Call:
		s := t.site(v)
		if f := t.funcOf(s); f != nil {
			return bind(f.Checks, t.argOrigins(s)) & params
		}
	case *ssa.BinOp:
		if isNil(v.X) || isNil(v.Y) {
			return 0
		}
		var o Origin
		for _, side := range []ssa.Value{v.X, v.Y} {
			if c, ok := side.(*ssa.Const); ok && !isState(c) {
				return 0 // it only validates
			}
			if fieldName(side, 0) != "" || namesState(side) {
				o |= t.val[side] & params
			}
		}
		return o
	case *ssa.Extract: // next, ok := transitions[from]
		if look, ok := v.Tuple.(*ssa.Lookup); ok && v.Index == 1 && (namesState(look.Index) || fieldName(look.Index, 0) != "") && ofPackage(look.X) {
			return t.stateHandedIn(look.Index)
		}
	}
	return 0
}

// namesState reports whether a value is a parameter that is called as a state is, or as the
// one that is left: CanTransition(from, to Status).
func namesState(v ssa.Value) bool {
	p, ok := v.(*ssa.Parameter)
	return ok && leftState.MatchString(p.Name())
}

var leftState = regexp.MustCompile(`(?i)^(from|cur|current|old|prev|previous)$|(status|state|phase|stage)$`)

// ofPackage reports whether a value is what a package's variable holds.
func ofPackage(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	_, ok = load.X.(*ssa.Global)
	return ok
}

func isError(ty types.Type) bool {
	n, ok := types.Unalias(ty).(*types.Named)
	return ok && n.Obj().Pkg() == nil && n.Obj().Name() == "error"
}
