package flows

import (
	"fmt"
	"hash/fnv"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A case of several values, case "created", "updated":, is come to by either of several
// branches, so that none of them tells it from the other cases. All of them together
// do: what comes after the last is done for none of the values.

// A severalCase is a block that is come to by several branches, and the one that is
// come to where none of them is taken.
type severalCase struct {
	body, rest *ssa.BasicBlock
	last       *ssa.If
}

// severalCases are those of a function.
func (a *analysis) severalCases(fn *ssa.Function) []severalCase {
	list, ok := a.cases[fn]
	if ok {
		return list
	}
	for _, b := range fn.Blocks {
		if c, ok := caseAt(b); ok {
			list = append(list, c)
		}
	}
	a.cases[fn] = list
	return list
}

// caseAt is the case whose body a block is: each branch to it is the next one where the
// one before it was not taken.
func caseAt(body *ssa.BasicBlock) (severalCase, bool) {
	if len(body.Preds) < 2 {
		return severalCase{}, false
	}
	c := severalCase{body: body}
	for _, p := range body.Preds {
		branch, ok := p.Instrs[len(p.Instrs)-1].(*ssa.If)
		if !ok || p.Succs[0] != body || body.Dominates(p) {
			return severalCase{}, false
		}
		if next := p.Succs[1]; !slices.Contains(body.Preds, next) {
			if c.last != nil || len(next.Preds) != 1 {
				return severalCase{}, false
			}
			c.last, c.rest = branch, next
		} else if len(next.Preds) != 1 {
			return severalCase{}, false
		}
	}
	return c, c.last != nil
}

// casesOf are the turns that tell what is done in such a case from what is done in none.
func (t *tracker) casesOf(b *ssa.BasicBlock) Branches {
	var list Branches
	for _, c := range t.severalCases(b.Parent()) {
		inside, outside := c.body.Dominates(b), c.rest.Dominates(b)
		if inside == outside {
			continue
		}
		h := fnv.New64a()
		fmt.Fprintf(h, "case:%d", t.turnOf(c.last)&^turnBits)
		turn := h.Sum64()&^turnBits | t.toldByCase(c)
		if inside {
			turn |= 1
		}
		list = append(list, turn)
	}
	return list
}

// toldByCase are the bits of a case's turn that say what of a message decides: each of its
// branches may.
func (t *tracker) toldByCase(c severalCase) uint64 {
	told := uint64(byState)
	for _, p := range c.body.Preds {
		switch t.toldBy(p.Instrs[len(p.Instrs)-1].(*ssa.If).Cond) {
		case byDeletion:
			return byDeletion
		case 0:
			told = 0
		}
	}
	return told
}
