package flows

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// The model may decide by itself whether a message is news to it, and give nothing where
// it is none:
//
//	next := cur.Next(e) // nil, if e.Revision <= cur.Revision
//	if next == nil {
//		return nil
//	}
//	return repo.Save(ctx, next)
//
// That there is something then tells what the model has compared. A nil that comes with
// an error is a failure, of which Refuses tells.

// noteDeclines notes what holds where a function gives something rather than nothing.
func (t *tracker) noteDeclines(f *Func) {
	results := t.u.Func.Signature.Results()
	if results.Len() == 0 || effects.Named(results.At(0).Type()) == nil || !refers(results.At(0).Type()) || isError(results.At(0).Type()) {
		return
	}
	gives := false
	for ret := range effects.Returns(t.u.Func) {
		if !isNil(ret.Results[0]) {
			gives = true
		} else if !slices.ContainsFunc(ret.Results[1:], func(v ssa.Value) bool { return isError(v.Type()) && !isNil(v) }) {
			f.Declines = append(f.Declines, t.heldUnless(ret.Block())...)
		}
	}
	if !gives || len(f.Declines) > maxDeclines {
		f.Declines = nil
	}
}

// maxDeclines bounds what is kept of one function.
const maxDeclines = 4

// compareGiven is what it tells that a call's first result is nil, or is not.
func (t *tracker) compareGiven(v *ssa.BinOp) []Comparison {
	x, y := v.X, v.Y
	if isNil(x) {
		x, y = y, x
	}
	if !isNil(y) {
		return nil
	}
	list, _ := t.declined(x)
	if v.Op == token.EQL {
		for i := range list {
			list[i].Op = sqltext.Negated(list[i].Op)
		}
	}
	return list
}

// declined is what holds where the value that a call gives is something, and the call.
func (t *tracker) declined(v ssa.Value) ([]Comparison, *ssa.Call) {
	if e, ok := v.(*ssa.Extract); ok && e.Index == 0 {
		v = e.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil, nil
	}
	s := t.site(call)
	f := t.funcOf(s)
	if f == nil || len(f.Declines) == 0 {
		return nil, nil
	}
	args := t.argOrigins(s)
	var list []Comparison
	for _, c := range f.Declines {
		list = append(list, t.boundComparison(c, s.Args, args))
	}
	return list, call
}

// givenGuard is what decides whether a function gives back anything, as far as the callee
// says from which it has that: return cur.Next(e), nil.
func (t *tracker) givenGuard(instr ssa.Instruction) Guard {
	var best Guard
	ret, ok := instr.(*ssa.Return)
	if !ok {
		return best
	}
	for _, v := range ret.Results {
		list, call := t.declined(v)
		for _, c := range list {
			best = better(best, t.judge(c, t.view.CallPos(call)))
		}
	}
	return best
}
