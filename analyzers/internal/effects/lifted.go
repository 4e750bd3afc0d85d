package effects

import (
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Where a function defers something, its results are variables in SSA form, whatever the
// source says: return row, nil stores both, runs what is deferred, and loads both again.
// And a variable that a deferred literal looks at, err as a rule, is loaded wherever it is
// compared. Without the defer, each use would be of the value itself; so that nobody who
// looks at a function has to know the difference, the loads are replaced by what was stored.
//
// What is deferred runs when all else is done. It may only change what is loaded at the
// very end: a result is then what the function was about to return, unless it is cleared.
// Of a load that different stores reach nothing is said, as of the results after a panic.

// lift replaces the loads of a function that defers something, as far as one store, or
// none, reaches them.
func lift(fn *ssa.Function) {
	if fn.Recover == nil {
		return
	}
	values := map[ssa.Value]ssa.Value{}
	var cells []*ssa.Alloc
	for cell := range Each[*ssa.Alloc](fn) {
		if !changedOnlyByStores(cell) {
			continue
		}
		cells = append(cells, cell)
		for _, load := range liftable(cell) {
			if v := reachingValue(cell, load); v != nil {
				values[load] = v
			}
		}
	}
	for _, cell := range cells {
		for _, load := range liftable(cell) {
			if v := lastOf(values, load); v != load {
				replaceUses(load, v)
				remove(load)
			}
		}
		if len(liftable(cell)) == 0 && !captured(cell) {
			for _, ref := range slices.Clone(*cell.Referrers()) {
				if st, ok := ref.(*ssa.Store); ok {
					remove(st)
				}
			}
		}
	}
}

// changedOnlyByStores reports whether a variable is only changed where its function stores
// into it, until the deferred calls run.
func changedOnlyByStores(cell *ssa.Alloc) bool {
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == cell {
				return false
			}
		case *ssa.UnOp, *ssa.DebugRef, *ssa.Defer:
		case *ssa.MakeClosure:
			if !deferredClosure(ref) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// deferredClosure reports whether a closure is run by a defer, and by nothing else.
func deferredClosure(closure *ssa.MakeClosure) bool {
	for _, ref := range *closure.Referrers() {
		if d, ok := ref.(*ssa.Defer); !ok || d.Call.Value != closure {
			return false
		}
	}
	return true
}

func captured(cell *ssa.Alloc) bool {
	return slices.ContainsFunc(*cell.Referrers(), func(ref ssa.Instruction) bool {
		switch ref.(type) {
		case *ssa.MakeClosure, *ssa.Defer:
			return true
		}
		return false
	})
}

// liftable are the loads of a variable, without those by which a function returns after a
// panic.
func liftable(cell *ssa.Alloc) []*ssa.UnOp {
	var list []*ssa.UnOp
	for _, ref := range *cell.Referrers() {
		if load, ok := ref.(*ssa.UnOp); ok && load.Block() != load.Parent().Recover {
			list = append(list, load)
		}
	}
	return list
}

// reachingValue is what a load gives, or nil where that is not one value.
func reachingValue(cell *ssa.Alloc, load *ssa.UnOp) ssa.Value {
	before := load.Block().Instrs[:slices.Index(load.Block().Instrs, ssa.Instruction(load))]
	if hasDefersRun(before) {
		if cleared := clearedAtEnd(cell); cleared != nil {
			return cleared
		}
	}
	var found ssa.Instruction
	seen := map[*ssa.BasicBlock]bool{}
	work := []*ssa.BasicBlock{}
	look := func(b *ssa.BasicBlock, instrs []ssa.Instruction) bool {
		set := lastSet(cell, instrs)
		if set == nil {
			work = append(work, b.Preds...)
			return len(b.Preds) > 0
		}
		if found != nil && found != set {
			return false
		}
		found = set
		return true
	}
	if !look(load.Block(), before) {
		return nil
	}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if !seen[b] {
			seen[b] = true
			if !look(b, b.Instrs) {
				return nil
			}
		}
	}
	if st, ok := found.(*ssa.Store); ok {
		return st.Val
	}
	return zeroOf(load.Type())
}

// lastSet is the last of some instructions that sets a variable: a store, or what makes it.
func lastSet(cell *ssa.Alloc, instrs []ssa.Instruction) ssa.Instruction {
	for _, instr := range slices.Backward(instrs) {
		if st, ok := instr.(*ssa.Store); ok && st.Addr == cell || instr == ssa.Instruction(cell) {
			return instr
		}
	}
	return nil
}

func hasDefersRun(instrs []ssa.Instruction) bool {
	return slices.ContainsFunc(instrs, func(i ssa.Instruction) bool {
		_, ok := i.(*ssa.RunDefers)
		return ok
	})
}

// zeroOf is what a variable holds that nothing was stored in, or nil for types of which
// nobody asks.
func zeroOf(ty types.Type) ssa.Value {
	switch u := ty.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Slice, *types.Map, *types.Chan, *types.Signature:
		if _, ok := types.Unalias(ty).(*types.TypeParam); !ok {
			return ssa.NewConst(nil, ty)
		}
	case *types.Basic:
		if u.Info()&types.IsBoolean != 0 {
			return ssa.NewConst(constant.MakeBool(false), ty)
		}
	}
	return nil
}

// clearedAtEnd is the nil that a deferred literal puts into an error, or nil where none
// does: the function answers success whatever it was about to return.
func clearedAtEnd(cell *ssa.Alloc) ssa.Value {
	for _, ref := range *cell.Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		lit := closure.Fn.(*ssa.Function)
		i := slices.Index(closure.Bindings, ssa.Value(cell))
		for _, use := range *lit.FreeVars[i].Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == lit.FreeVars[i] && isErrorType(st.Val.Type()) && isNil(st.Val) && !afterPanic(st.Block()) {
				return st.Val
			}
		}
	}
	return nil
}

// afterPanic reports whether control gets to a block only where there was a panic.
func afterPanic(b *ssa.BasicBlock) bool {
	for dom := b.Idom(); dom != nil; b, dom = dom, dom.Idom() {
		branch, ok := dom.Instrs[len(dom.Instrs)-1].(*ssa.If)
		if !ok || len(b.Preds) != 1 {
			continue
		}
		x, isNilHere, ok := nilCheck(branch.Cond, dom.Succs[0] == b)
		if ok && !isNilHere && isRecover(x) {
			return true
		}
	}
	return false
}

// lastOf follows what loads give that give each other's.
func lastOf(values map[ssa.Value]ssa.Value, v ssa.Value) ssa.Value {
	for range len(values) {
		next, ok := values[v]
		if !ok {
			break
		}
		v = next
	}
	return v
}

// replaceUses puts a value wherever a load is used.
func replaceUses(load *ssa.UnOp, v ssa.Value) {
	users := slices.Clone(*load.Referrers())
	*load.Referrers() = nil
	for _, user := range users {
		for _, op := range user.Operands(nil) {
			if *op != ssa.Value(load) {
				continue
			}
			*op = v
			if refs := v.Referrers(); refs != nil {
				*refs = append(*refs, user)
			}
		}
	}
}

// remove takes an instruction that nobody uses out of its block.
func remove(instr ssa.Instruction) {
	for _, op := range instr.Operands(nil) {
		if refs := (*op).Referrers(); refs != nil {
			*refs = slices.DeleteFunc(*refs, func(ref ssa.Instruction) bool { return ref == instr })
		}
	}
	b := instr.Block()
	b.Instrs = slices.DeleteFunc(b.Instrs, func(i ssa.Instruction) bool { return i == instr })
}
