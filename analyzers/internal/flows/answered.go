package flows

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Where a function defers something, what it returns is put into variables, and read from
// there once the deferred calls have been made. What it gives back is what was put there.

// answeredIn are the values that a return gives back.
func (t *tracker) answeredIn(ret *ssa.Return) []ssa.Value {
	list := slices.Clone(ret.Results)
	for i, r := range list {
		load, ok := r.(*ssa.UnOp)
		if !ok || load.Op != token.MUL || load.Block() != ret.Block() {
			continue
		}
		cell, ok := load.X.(*ssa.Alloc)
		if !ok {
			continue
		}
		if st := storedLast(cell, load); st != nil {
			list[i] = st.Val
			if cleared := t.clearedAtEnd(cell); cleared != nil && isError(r.Type()) {
				list[i] = cleared
			}
		}
	}
	return list
}

// storedLast is where a variable is set last before it is read in a block, or nil.
func storedLast(cell *ssa.Alloc, load *ssa.UnOp) *ssa.Store {
	instrs := load.Block().Instrs
	for i := slices.Index(instrs, ssa.Instruction(load)) - 1; i >= 0; i-- {
		if st, ok := instrs[i].(*ssa.Store); ok && st.Addr == cell {
			return st
		}
	}
	return nil
}

// clearedAtEnd is the nil that a deferred literal puts into a variable, or nil where none
// does: the function answers success whatever it was about to return.
func (t *tracker) clearedAtEnd(cell *ssa.Alloc) ssa.Value {
	for _, ref := range *cell.Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok || !deferred(closure) {
			continue
		}
		lit := closure.Fn.(*ssa.Function)
		i := slices.Index(closure.Bindings, ssa.Value(cell))
		if i < 0 || i >= len(lit.FreeVars) {
			continue
		}
		for _, use := range *lit.FreeVars[i].Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == lit.FreeVars[i] && isNil(st.Val) {
				return st.Val
			}
		}
	}
	return nil
}

// deferred reports whether a literal is run by a defer.
func deferred(closure *ssa.MakeClosure) bool {
	return slices.ContainsFunc(*closure.Referrers(), func(ref ssa.Instruction) bool {
		d, ok := ref.(*ssa.Defer)
		return ok && d.Call.Value == closure
	})
}
