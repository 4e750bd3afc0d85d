package effects

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// refine takes out of the open transactions those that a branch shows not to
// exist: the begin failed, the transaction is nil, the context held none.
func (fl *flow) refine(b *ssa.BasicBlock, succ int, open bits) bits {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok || open == 0 {
		return open
	}
	cond, taken := branch.Cond, succ == 0
	for {
		not, ok := cond.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			break
		}
		cond, taken = not.X, !taken
	}
	if fl.succeeded(b, cond, taken) {
		open &^= fl.onlyFailing(b.Parent())
	}
	for _, r := range fl.regions {
		if open&r.bit != 0 && fl.refutes(r, cond, taken) {
			open &^= r.bit
		}
	}
	return open
}

// refutes reports whether the condition, having come out as it did, means that
// the region's transaction does not exist.
func (fl *flow) refutes(r *region, cond ssa.Value, held bool) bool {
	switch c := cond.(type) {
	case *ssa.BinOp:
		x, isNilHere, ok := nilCheck(c, held)
		if !ok {
			return false
		}
		if isRecover(x) {
			return r.panicked == isNilHere
		}
		if isErrorType(x.Type()) {
			return !isNilHere && fl.errorOf(r, x)
		}
		return isNilHere && (r.values[x] || r.shadow && fl.heldBy(r, x))
	case *ssa.Extract: // tx, ok := …
		if held || r.opened || !isBool(c.Type()) {
			return false
		}
		return c.Tuple == r.origin || r.shadow && fl.heldBy(r, c.Tuple)
	}
	return false
}

// heldBy reports whether a value was taken out of the parameter that a shadow
// region stands for.
func (fl *flow) heldBy(r *region, v ssa.Value) bool {
	param := fl.holder(v, 0)
	return param != nil && param.Parent() == fl.g.fn && r.param == 1+slices.Index(fl.g.fn.Params, param)
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Bool
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// errorOf reports whether x is the error of the call that began the
// transaction: its result, the variable that the result was stored in just
// before, or the Error field of a *gorm.DB.
func (fl *flow) errorOf(r *region, x ssa.Value) bool {
	switch x := x.(type) {
	case *ssa.Extract:
		return r.origin != nil && x.Tuple == r.origin
	case *ssa.Call: // begin gives back nothing but an error
		return r.origin != nil && ssa.Value(x) == r.origin
	case *ssa.Phi:
		return fl.phiError(r, x)
	case *ssa.UnOp:
		if x.Op != token.MUL {
			return false
		}
		if fa, ok := x.X.(*ssa.FieldAddr); ok && (r.values[fa.X] || r.carriers[fa.X]) && isErrorType(x.Type()) {
			return true
		}
		stored := fl.lastStore(x)
		return stored != nil && fl.errorOf(r, stored)
	}
	return false
}

// phiError: of an error that comes from several branches, one is this
// transaction's, and the others are other begins' or none.
func (fl *flow) phiError(r *region, x *ssa.Phi) bool {
	own := false
	for _, e := range x.Edges {
		if _, loop := e.(*ssa.Phi); loop {
			return false
		}
		mine := fl.errorOf(r, e)
		own = own || mine
		if !mine && !isNil(e) && !slices.ContainsFunc(fl.regions, func(o *region) bool { return fl.errorOf(o, e) }) {
			return false
		}
	}
	return own
}

// lastStore is what was stored last in the variable that u loads, as far as one
// path alone leads there.
func (fl *flow) lastStore(u *ssa.UnOp) ssa.Value {
	cell := fl.g.cell(u.X)
	b := u.Block()
	var before ssa.Instruction = u
	for range 4 {
		if v := lastStoreIn(fl, b, before, cell); v != nil {
			return v
		}
		if len(b.Preds) != 1 {
			return nil
		}
		b, before = b.Preds[0], nil
	}
	return nil
}

func lastStoreIn(fl *flow, b *ssa.BasicBlock, before ssa.Instruction, cell any) ssa.Value {
	var last ssa.Value
	for _, instr := range b.Instrs {
		if instr == before {
			break
		}
		if s, ok := instr.(*ssa.Store); ok && fl.g.cell(s.Addr) == cell {
			last = s.Val
		}
	}
	return last
}

// constString is a constant string's value.
func constString(v ssa.Value) (string, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c.Value), true
}
