package flows

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Booleans that look as if something decided on them, and come out one way only.

// comesOut reports whether a comparison has the wanted outcome whatever it compares.
func (t *tracker) comesOut(cmp *ssa.BinOp, want bool) bool {
	always := func(outcome, known bool) bool { return known && outcome == want }
	return always(compareCounts(cmp)) || always(compareAddresses(cmp)) || always(t.compareResult(cmp))
}

// compareCounts is how a comparison comes out of what is never below zero with a
// constant: len(list) >= 0.
func compareCounts(cmp *ssa.BinOp) (outcome, known bool) {
	count, op := cmp.X, cmp.Op
	k, ok := cmp.Y.(*ssa.Const)
	if !ok {
		if k, ok = cmp.X.(*ssa.Const); !ok {
			return false, false
		}
		count, op = cmp.Y, mirrored(op)
	}
	if !isCount(count) || k.Value == nil || k.Value.Kind() != constant.Int {
		return false, false
	}
	sign := constant.Sign(k.Value)
	switch {
	case op == token.GEQ && sign <= 0, (op == token.GTR || op == token.NEQ) && sign < 0:
		return true, true
	case op == token.LSS && sign <= 0, (op == token.LEQ || op == token.EQL) && sign < 0:
		return false, true
	}
	return false, false
}

// isCount reports whether a value is a length, or of a type without negative numbers.
func isCount(v ssa.Value) bool {
	if call, ok := v.(*ssa.Call); ok {
		b, ok := call.Call.Value.(*ssa.Builtin)
		return ok && (b.Name() == "len" || b.Name() == "cap")
	}
	b, ok := v.Type().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsUnsigned != 0
}

// compareAddresses is how a comparison comes out of the address of a variable with that
// of another, or with nil. What takes no room may share its place with others.
func compareAddresses(cmp *ssa.BinOp) (outcome, known bool) {
	x, ok := cmp.X.(*ssa.Alloc)
	if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ {
		return false, false
	}
	if y, ok := cmp.Y.(*ssa.Alloc); !isNil(cmp.Y) && (!ok || x == y || !takesRoom(x) || !takesRoom(y)) {
		return false, false
	}
	return cmp.Op == token.NEQ, true
}

// takesRoom reports whether a variable is of a type that holds something for certain.
func takesRoom(v *ssa.Alloc) bool {
	switch u := deref(v.Type()).Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if _, basic := f.Type().Underlying().(*types.Basic); basic {
				return true
			}
		}
		return false
	case *types.Array, *types.Interface: // an interface may be a type parameter's
		return false
	}
	return true
}

// compareResult is how a comparison comes out of a constant with what a function of the
// package gives, where that is one of its constants on each path.
func (t *tracker) compareResult(cmp *ssa.BinOp) (outcome, known bool) {
	k, isConst := cmp.Y.(*ssa.Const)
	call, isCall := cmp.X.(*ssa.Call)
	if !isConst || !isCall {
		k, isConst = cmp.X.(*ssa.Const)
		call, isCall = cmp.Y.(*ssa.Call)
	}
	if !isConst || !isCall || k.Value == nil || cmp.Op != token.EQL && cmp.Op != token.NEQ {
		return false, false
	}
	given := t.constantsOf(call)
	if len(given) == 0 {
		return false, false
	}
	equal := func(v constant.Value) bool { return constant.Compare(v, token.EQL, k.Value) }
	outcome = equal(given[0]) == (cmp.Op == token.EQL)
	return outcome, !slices.ContainsFunc(given, func(v constant.Value) bool { return equal(v) != equal(given[0]) })
}

// constantsOf are the constants of which a call of a function of the package gives one;
// none where it may give something else.
func (t *tracker) constantsOf(call *ssa.Call) []constant.Value {
	fn := call.Call.StaticCallee()
	if fn == nil || fn.Signature.Results().Len() != 1 || t.view.Index(fn) < 0 {
		return nil
	}
	var list []constant.Value
	for ret := range effects.Returns(fn) {
		values := []ssa.Value{ret.Results[0]}
		if phi, ok := values[0].(*ssa.Phi); ok {
			values = phi.Edges
		}
		for _, v := range values {
			k, ok := v.(*ssa.Const)
			if !ok || k.Value == nil || len(list) > 0 && k.Value.Kind() != list[0].Kind() {
				return nil
			}
			list = append(list, k.Value)
		}
	}
	return list
}

// setAtEnd is what deferred functions do to a named result, whatever the function had
// decided: whether one sets it to what holds on each path, and whether some may set it to
// anything else.
func setAtEnd(ret *ssa.Return, i int, holds func(ssa.Value) bool) (sure, otherwise bool) {
	result := ret.Parent().Signature.Results().At(i)
	for cell := range effects.Each[*ssa.Alloc](ret.Parent()) {
		if cell.Pos() == result.Pos() && cell.Pos().IsValid() {
			return setByDeferred(cell, ret, holds)
		}
	}
	return false, false
}

// setByDeferred is setAtEnd for the variable that holds the result.
func setByDeferred(cell *ssa.Alloc, ret *ssa.Return, holds func(ssa.Value) bool) (sure, otherwise bool) {
	for _, ref := range *cell.Referrers() {
		mc, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		lit, ok := mc.Fn.(*ssa.Function)
		at := slices.Index(mc.Bindings, ssa.Value(cell))
		if !ok || at < 0 {
			return false, true
		}
		for _, use := range *lit.FreeVars[at].Referrers() {
			switch use := use.(type) {
			case *ssa.Store:
				if use.Addr != lit.FreeVars[at] || !holds(use.Val) {
					return false, true
				}
				sure = sure || onEachPath(use) && deferredBefore(mc, ret)
			case *ssa.UnOp, *ssa.DebugRef:
			default:
				return false, true
			}
		}
	}
	return sure, false
}

// onEachPath reports whether an instruction is run whenever its function returns.
func onEachPath(instr ssa.Instruction) bool {
	for ret := range effects.Returns(instr.Parent()) {
		if !instr.Block().Dominates(ret.Block()) {
			return false
		}
	}
	return true
}

// deferredBefore reports whether a closure has been deferred for certain where its
// function returns.
func deferredBefore(mc *ssa.MakeClosure, ret *ssa.Return) bool {
	return slices.ContainsFunc(*mc.Referrers(), func(ref ssa.Instruction) bool {
		d, ok := ref.(*ssa.Defer)
		return ok && d.Call.Value == mc && d.Block().Dominates(ret.Block())
	})
}
