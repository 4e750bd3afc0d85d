package flows

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// A dispatcher asks for one value after another: switch e.Type { case created: … }. What
// leads to its last case are the branches of all the cases before, and only so many turns
// are kept. So a case is told from the others by its number.

// shortSwitch is how many values a switch may ask for whose cases are told apart by their
// branches.
const shortSwitch = 4

// A switchCase is a branch among those that compare one value with others in turn.
type switchCase struct {
	first *ssa.If
	i, n  int
}

// switchCaseOf is the case that a branch leads to; ok is false where it is not one of many.
func switchCaseOf(branch *ssa.If) (c switchCase, ok bool) {
	tag := tagOf(branch)
	if tag == nil {
		return switchCase{}, false
	}
	c = switchCase{first: branch, n: 1}
	for before := askedBefore(c.first, tag); before != nil && c.i < maxConditions; before = askedBefore(c.first, tag) {
		c.first = before
		c.i++
		c.n++
	}
	for after := askedAfter(branch, tag); after != nil && c.n < maxConditions; after = askedAfter(after, tag) {
		c.n++
	}
	return c, c.n > shortSwitch
}

// tagOf is the value that a branch compares with another; nil where it does something else.
func tagOf(branch *ssa.If) ssa.Value {
	if op, ok := branch.Cond.(*ssa.BinOp); ok && op.Op == token.EQL && !isNil(op.Y) {
		return op.X
	}
	return nil
}

// askedBefore is the branch that was not taken where control gets to another one of a
// switch.
func askedBefore(branch *ssa.If, tag ssa.Value) *ssa.If {
	b := branch.Block()
	if len(b.Preds) != 1 {
		return nil
	}
	before, ok := b.Preds[0].Instrs[len(b.Preds[0].Instrs)-1].(*ssa.If)
	if !ok || before.Block().Succs[1] != b || tagOf(before) != tag {
		return nil
	}
	return before
}

// askedAfter is the branch of a switch to which control gets where another one is not taken.
func askedAfter(branch *ssa.If, tag ssa.Value) *ssa.If {
	b := branch.Block().Succs[1]
	after, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok || len(b.Preds) != 1 || tagOf(after) != tag {
		return nil
	}
	return after
}

// caseTurns are the turns that stand for those of a switch which are not taken before the
// case that a condition leads to, and how many of the conditions that come next, the
// nearest first, are those.
func (t *tracker) caseTurns(c condition, next []condition) (turns Branches, skipped int) {
	if !c.way() {
		return nil, 0
	}
	which, ok := switchCaseOf(c.at)
	if !ok || len(next) < which.i {
		return nil, 0
	}
	before := c.at
	for _, o := range next[:which.i] {
		if before = askedBefore(before, tagOf(before)); o.at != before {
			return nil, 0
		}
	}
	return oneOf(fmt.Sprintf("switch:%d", t.turnOf(which.first)), which.i, which.n), which.i
}
