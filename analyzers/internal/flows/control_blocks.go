package flows

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Which branches decide whether a block of a function runs.

// A condition is a branch that must be taken for a block to run.
type condition struct {
	value ssa.Value
	want  bool
	at    *ssa.If
}

// conditionOf is the condition that a branch is taken.
func conditionOf(branch *ssa.If, want bool) condition {
	v, same := withoutTruth(branch.Cond)
	return condition{v, want == same, branch}
}

// way reports whether it is where the branch's own condition is true that a condition made
// of it holds.
func (c condition) way() bool {
	_, same := withoutTruth(c.at.Cond)
	return c.want == same
}

// withoutTruth is what a condition asks for that is compared with true or false in so many
// words, and whether it has to be true for the condition to hold: isNewer(a, b) == false.
func withoutTruth(v ssa.Value) (ssa.Value, bool) {
	b, ok := v.(*ssa.BinOp)
	if !ok || b.Op != token.EQL && b.Op != token.NEQ {
		return v, true
	}
	x, y := b.X, b.Y
	if _, constant := x.(*ssa.Const); constant {
		x, y = y, x
	}
	c, ok := y.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Bool {
		return v, true
	}
	return x, (b.Op == token.EQL) == constant.BoolVal(c.Value)
}

// maxConditions bounds the branches that are looked at for one block: those of a
// generated dispatcher's last case would be thousands.
const maxConditions = 100

// conditionsOf are the branches that decide whether a block runs, the nearest
// first.
func (a *analysis) conditionsOf(b *ssa.BasicBlock) []condition {
	if list, ok := a.conditions[b]; ok {
		return list
	}
	var list []condition
	for d := b.Idom(); d != nil && len(list) < maxConditions; d = d.Idom() {
		branch, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		yes, no := reaches(d.Succs[0], b, d), reaches(d.Succs[1], b, d)
		if yes != no {
			list = append(list, conditionOf(branch, yes))
		}
	}
	a.conditions[b] = list
	return list
}

// reaches reports whether control may go from one block to another without
// passing a third; nil: whichever way.
func reaches(from, to, without *ssa.BasicBlock) bool {
	if from.Dominates(to) && (without == nil || from != without && without.Dominates(from)) {
		return true // a way without a circle passes the third before the first
	}
	closed := blocksOf(to.Parent())
	if without != nil {
		closed.add(without)
	}
	return leads(from, to, closed)
}

// leads reports whether control may go from one block to another without passing
// any of some, to which it adds those that it has passed.
func leads(from, to *ssa.BasicBlock, closed blockSet) bool {
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if b == to {
			return true
		}
		if closed.add(b) {
			work = append(work, b.Succs...)
		}
	}
	return false
}

// A blockSet is a set of a function's blocks. Generated code has functions of
// some ten thousand.
type blockSet []uint64

// blocksOf is an empty set of blocks of a function.
func blocksOf(fn *ssa.Function) blockSet { return make(blockSet, len(fn.Blocks)/64+1) }

// has reports whether a block is in the set.
func (s blockSet) has(b *ssa.BasicBlock) bool { return s[b.Index/64]&(1<<(b.Index%64)) != 0 }

// add reports whether the block is new.
func (s blockSet) add(b *ssa.BasicBlock) bool {
	word, bit := &s[b.Index/64], uint64(1)<<(b.Index%64)
	known := *word&bit != 0
	*word |= bit
	return !known
}
