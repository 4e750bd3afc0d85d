package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A row that was looked up and is not there is written for the first time, whatever
// the method is called that writes it: node, err := api.Find(id); if node == nil {
// api.Save(&Node{…}) }. Nothing is overwritten. It has to be the same rows that are
// looked up and written: a message's id among those that were seen before says nothing
// of the order of others.

// newRow says why what a call writes cannot be there yet; "" if it may be.
func (t *tracker) newRow(instr ssa.Instruction) string {
	switch {
	case t.createsMissing(instr):
		return "only where the row is not there"
	case t.createsNew(instr):
		return "a row with a key of its own"
	case t.onlyCreates(instr):
		return "nothing but new rows"
	}
	return ""
}

// createsMissing reports whether a call writes a row only where the function has found
// that it is not there.
func (t *tracker) createsMissing(instr ssa.Instruction) bool {
	write, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	s := t.site(write)
	if s.Callee == nil || s.Callee.Signature().Recv() == nil {
		return false
	}
	rows := rowsAmong(s)
	if len(rows) == 0 {
		return false
	}
	for other := range effects.Instructions(instr.Parent()) {
		call, ok := other.(*ssa.Call)
		if ok && call != instr && t.looksUpRow(call, s, rows) && slices.ContainsFunc(t.missing(call), func(w way) bool { return w.decides(instr) }) {
			return true
		}
	}
	return false
}

// decides reports whether an instruction is only reached by the way.
func (w way) decides(instr ssa.Instruction) bool {
	return len(w.to.Preds) == 1 && w.to.Dominates(instr.Block())
}

// rowsAmong are the structs of the project's, or pointers to them, among a call's
// arguments.
func rowsAmong(s effects.Site) []*types.Named {
	var list []*types.Named
	for _, a := range s.Args[min(len(s.Args), 1):] {
		if n := effects.Named(withoutInterface(a).Type()); n != nil && isStruct(n) && n.Obj().Pkg() != nil {
			list = append(list, n)
		}
	}
	return list
}

// looksUpRow reports whether a call looks one of some rows up, where another one
// writes them.
func (t *tracker) looksUpRow(call *ssa.Call, write effects.Site, rows []*types.Named) bool {
	s := t.site(call)
	if s.Callee == nil || s.Callee.Signature().Recv() == nil || s.Callee == write.Callee || !t.onlyLooks(call) {
		return false
	}
	if !types.Identical(deref(s.Callee.Signature().Recv().Type()), deref(write.Callee.Signature().Recv().Type())) {
		return false
	}
	n := effects.Named(firstOf(call.Type()))
	return n != nil && slices.Contains(rows, n)
}
