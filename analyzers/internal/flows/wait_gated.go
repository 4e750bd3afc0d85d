package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A decorator may look for what a message refers to, and call the handler that it was
// made from only where that is there: gated(companies, refersTo, handle). The handler
// need not look again.

// maxLooks bounds the look-ups that are kept of a decorator.
const maxLooks = 4

// looksBefore are the look-ups without which a call is not made, where they find nothing.
func (t *tracker) looksBefore(instr ssa.CallInstruction) []Read {
	var list []Read
	for look := range effects.Each[*ssa.Call](instr.Parent()) {
		if (before(look, instr) || turnsBefore(look.Block(), instr.Block())) && t.withholds(look, instr.Block()) {
			list = append(list, t.lookedFor(t.site(look))...)
		}
	}
	return list[:min(len(list), maxLooks)]
}

// turnsBefore reports whether a block is run for each of some things before another is:
// for _, ref := range refs(e) { if !known(ref) { return … } }.
func turnsBefore(turn, after *ssa.BasicBlock) bool {
	for head := turn.Idom(); head != nil; head = head.Idom() {
		if head.Dominates(after) && reaches(turn, head, nil) {
			return true
		}
	}
	return false
}

// withholds reports whether control does not come to a block where a look-up found
// nothing. That a message was not seen before lets it pass: this is no such look-up.
func (t *tracker) withholds(look *ssa.Call, block *ssa.BasicBlock) bool {
	if !t.onlyLooks(look) {
		return false
	}
	ways := t.missing(look)
	if s := t.askedBy(t.site(look)); len(ways) == 0 && s.Callee != nil && (t.u.Touch(s) != nil || t.onlyReads(s)) {
		ways = failing(look)
	}
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(w way) bool { return w.to == block || reaches(w.to, block, nil) })
}

// lookedFor is what a look-up reads: where the decorator is told in which table, or asks
// whoever that is, any.
func (t *tracker) lookedFor(s effects.Site) []Read {
	var here Func
	f := t.funcOf(s)
	if f == nil {
		f = &here
		t.noteReads(f, t.askedBy(s))
	}
	var list []Read
	for _, r := range f.lookups() {
		list = append(list, Read{Schema: r.Schema, Table: r.Table, Parts: r.Parts, Waited: r.Table == "", Around: true})
	}
	if len(list) == 0 && (s.Callee == nil || s.Method != nil || len(f.Calls) > 0) {
		list = []Read{{Waited: true, Around: true}}
	}
	return list
}

// askedBy is the call that asks a store, where a call reads what that gave.
func (t *tracker) askedBy(s effects.Site) effects.Site {
	for range 6 {
		if s.Callee == nil || len(s.Args) == 0 || t.u.Touch(s) != nil {
			break
		}
		before, ok := s.Args[0].(*ssa.Call)
		if !ok {
			break
		}
		s = t.site(before)
	}
	return s
}
