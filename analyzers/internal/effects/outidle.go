package effects

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// decidesNothing reports whether a comparison is made for a branch alone that
// goes the same way in either case: if err != nil { continue } at a loop's end.
func decidesNothing(cond *ssa.BinOp) bool {
	for _, ref := range *cond.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.If:
			if !meets(ref.Block()) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// meets reports whether both ways out of a block lead to one place, with nothing
// on the way and no value that tells them apart.
func meets(b *ssa.BasicBlock) bool {
	from, to := throughEmpty(b, b.Succs[0])
	other, also := throughEmpty(b, b.Succs[1])
	if to != also {
		return false
	}
	i, j := slices.Index(to.Preds, from), slices.Index(to.Preds, other)
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			return true
		}
		if i < 0 || j < 0 || phi.Edges[i] != phi.Edges[j] || i == j && from == b {
			return false // one block twice before another: which edge is whose is not said
		}
	}
	return true
}

// throughEmpty goes on through blocks in which nothing is done.
func throughEmpty(from, to *ssa.BasicBlock) (last, end *ssa.BasicBlock) {
	for range 10 {
		if len(to.Instrs) != 1 || len(to.Succs) != 1 {
			break
		}
		from, to = to, to.Succs[0]
	}
	return from, to
}
