package effects

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A deferred literal often asks whether the function has failed, and goes on only
// where it has not. What a failing return left open is not open there. So of each
// deferred literal it is known what was open at the returns that may not have
// failed.

// leave notes what is open when deferred literals run, at a return that has not
// failed for certain.
func (fl *flow) leave(at *ssa.RunDefers, d *ssa.Defer, open bits) {
	if lit := fl.g.literalOf(d.Call.Value); lit != nil && !fl.fails(at) {
		fl.unfailed[lit] |= open
	}
}

// onlyFailing are the transactions that a deferred literal finds open after
// failing returns alone.
func (fl *flow) onlyFailing(lit *ssa.Function) bits {
	if !deferredOnly(lit) {
		return 0
	}
	return fl.ambient[lit] &^ fl.unfailed[lit]
}

// deferredOnly reports whether a literal is run by one defer statement and by
// nothing else.
func deferredOnly(lit *ssa.Function) bool {
	made := madeOf(lit)
	if lit.Parent() == nil || len(made) != 2 { // the literal and its one closure
		return false
	}
	refs := made[1].Referrers()
	if refs == nil || len(*refs) != 1 {
		return false
	}
	_, ok := (*refs)[0].(*ssa.Defer)
	return ok
}

// succeeded reports whether a condition, having come out as it did, means that
// the function which deferred this literal has not failed.
func (fl *flow) succeeded(b *ssa.BasicBlock, cond ssa.Value, held bool) bool {
	lit := b.Parent()
	x, isNilHere, ok := nilCheck(cond, held)
	if !ok || !isNilHere || lit.Parent() == nil {
		return false
	}
	load, ok := x.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	cell := errorCell(lit.Parent())
	return cell != nil && fl.g.cell(load.X) == any(cell) && !fl.assignedBefore(load, cell)
}

// assignedBefore reports whether a function may have assigned to a variable before
// it loads it.
func (fl *flow) assignedBefore(load *ssa.UnOp, cell *ssa.Alloc) bool {
	for s := range Each[*ssa.Store](load.Parent()) {
		if fl.g.cell(s.Addr) != any(cell) {
			continue
		}
		if s.Block() != load.Block() && reaches(s.Block(), load.Block()) || s.Block() == load.Block() && slices.Index(s.Block().Instrs, ssa.Instruction(s)) < slices.Index(s.Block().Instrs, ssa.Instruction(load)) {
			return true
		}
	}
	return false
}

// nilCheck is a condition that compares a value with nil, and whether the value is
// nil where the condition came out as it did.
func nilCheck(cond ssa.Value, held bool) (x ssa.Value, isNilHere, ok bool) {
	c, ok := cond.(*ssa.BinOp)
	if !ok || c.Op != token.EQL && c.Op != token.NEQ {
		return nil, false, false
	}
	switch {
	case isNil(c.Y):
		x = c.X
	case isNil(c.X):
		x = c.Y
	default:
		return nil, false, false
	}
	return x, held == (c.Op == token.EQL), true
}

// errorCell is the variable of a function's error result, which deferred literals
// may look at; nil: it has none.
func errorCell(fn *ssa.Function) *ssa.Alloc {
	if fn.Recover == nil {
		return nil
	}
	ret, ok := fn.Recover.Instrs[len(fn.Recover.Instrs)-1].(*ssa.Return)
	if !ok || len(ret.Results) == 0 {
		return nil
	}
	load, ok := ret.Results[len(ret.Results)-1].(*ssa.UnOp)
	if !ok || load.Op != token.MUL || !isErrorType(load.Type()) {
		return nil
	}
	cell, _ := load.X.(*ssa.Alloc)
	return cell
}

// fails reports whether a function's error is not nil for certain where its
// deferred calls run.
func (fl *flow) fails(at *ssa.RunDefers) bool {
	cell := errorCell(at.Parent())
	if cell == nil {
		return false
	}
	b, before := at.Block(), ssa.Instruction(at)
	for range maxWrapDepth {
		if v := lastStoreIn(fl, b, before, cell); v != nil {
			return fl.isFailure(v, at.Block())
		}
		if checked, ok := fl.checkedAbove(b, cell, nil); ok {
			return checked
		}
		if len(b.Preds) != 1 {
			return false
		}
		b, before = b.Preds[0], nil
	}
	return false
}

// isFailure reports whether an error that is stored in a block is not nil for
// certain.
func (fl *flow) isFailure(v ssa.Value, b *ssa.BasicBlock) bool {
	var cell ssa.Value
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return true
	case *ssa.Call:
		if f := v.Call.StaticCallee(); f != nil && slices.Contains([]string{"errors.New", "fmt.Errorf"}, f.String()) {
			return true
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			cell = v.X
		}
	}
	for range maxWrapDepth {
		if checked, ok := fl.checkedAbove(b, cell, v); ok {
			return checked
		}
		if len(b.Preds) != 1 || cell != nil && lastStoreIn(fl, b.Preds[0], nil, fl.g.cell(cell)) != nil {
			return false
		}
		b = b.Preds[0]
	}
	return false
}

// checkedAbove reports whether the only way into a block is by a check of a
// variable, or of a value, and whether it is not nil then.
func (fl *flow) checkedAbove(b *ssa.BasicBlock, cell, v ssa.Value) (failed, ok bool) {
	if len(b.Preds) != 1 {
		return false, false
	}
	pred := b.Preds[0]
	branch, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If)
	if !ok {
		return false, false
	}
	x, isNilHere, ok := nilCheck(branch.Cond, pred.Succs[0] == b)
	if !ok {
		return false, false
	}
	if v != nil && x == v {
		return !isNilHere, true
	}
	load, ok := x.(*ssa.UnOp)
	if !ok || cell == nil || load.Op != token.MUL || fl.g.cell(load.X) != fl.g.cell(cell) {
		return false, false
	}
	return !isNilHere, true
}
