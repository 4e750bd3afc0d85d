package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// A loop that goes on to its next turn after a failure may do so to try again, or to take
// the next message; or the failure is forgotten, and what comes after the loop tells what
// becomes of the message.

// triesIn reports whether a loop counts its turns: it tries so many times.
func triesIn(head *ssa.BasicBlock) bool {
	loop := loopOf(head)
	branch, ok := head.Instrs[len(head.Instrs)-1].(*ssa.If)
	if !ok || loop[head.Succs[0]] == loop[head.Succs[1]] {
		return false
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	return ok && counts(cmp, loop) && !rangesOver(loop)
}

// rangesOver reports whether a loop goes through the elements of a list.
func rangesOver(loop map[*ssa.BasicBlock]bool) bool {
	for b := range loop {
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case *ssa.IndexAddr:
				if _, fixed := i.Index.(*ssa.Const); !fixed { // that is how arguments are put together
					return true
				}
			case *ssa.Index, *ssa.Next:
				return true
			}
		}
	}
	return false
}

// batchOf reports whether a loop goes through messages that a function was given all at
// once, of which none is acknowledged apart: what it returns says it for all of them.
func (t *tracker) batchOf(head *ssa.BasicBlock) bool {
	if res := head.Parent().Signature.Results(); res.Len() > 1 || res.Len() == 1 && !isError(res.At(0).Type()) {
		return false // it may say which have failed
	}
	given := false
	for b := range loopOf(head) {
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case *ssa.IndexAddr:
				given = given || t.isMessage(deref(i.Type())) && givenTo(i.X)
			case ssa.CallInstruction:
				if s := t.site(i); t.acks(s) || t.nacks(s) {
					return false
				}
			}
		}
	}
	return given
}

// partsIn reports whether a loop goes through what a message says, such as the lines of an
// order: where it goes on with the next one, nothing comes again for the one before.
func (t *tracker) partsIn(head *ssa.BasicBlock) bool {
	said := func(list ssa.Value) bool {
		o := t.whole(list)
		return o&(fromMsg|params) != 0 && o&(fromStored|fromRemote) == 0
	}
	for b := range loopOf(head) {
		for _, instr := range b.Instrs {
			switch i := instr.(type) {
			case *ssa.IndexAddr:
				if _, fixed := i.Index.(*ssa.Const); !fixed && said(i.X) {
					return true
				}
			case *ssa.Next:
				if r, ok := i.Iter.(*ssa.Range); ok && said(r.X) {
					return true
				}
			}
		}
	}
	return false
}

// givenTo reports whether a list is a parameter of the function, or in one: ev.Records.
func givenTo(list ssa.Value) bool {
	for range 6 {
		switch v := list.(type) {
		case *ssa.Parameter:
			return true
		case *ssa.UnOp:
			list = v.X
		case *ssa.FieldAddr:
			list = v.X
		case *ssa.Field:
			list = v.X
		case *ssa.Alloc:
			puts := stored(v)
			if len(puts) != 1 {
				return false
			}
			list = puts[0]
		default:
			return false
		}
	}
	return false
}

// commitsAfter reports whether all that was taken in a loop is acknowledged behind it,
// without a look at what has become of each: CommitUncommittedOffsets.
func (t *tracker) commitsAfter(head *ssa.BasicBlock) bool {
	loop := loopOf(head)
	for ci := range effects.Calls(head.Parent()) {
		s := t.site(ci)
		if s.Callee == nil || !hasRole(s, catalog.Ack) || loop[ci.Block()] || t.gives(s.Callee) || !takesNoMessages(s) {
			continue
		}
		if reaches(head, ci.Block(), nil) {
			return true
		}
	}
	return false
}

// acksLater reports whether a message is put on a list here of those that are acknowledged
// after the loop, which goes on with the next one: del.Entries = append(del.Entries, entry).
func (t *tracker) acksLater(instr ssa.CallInstruction) bool {
	b, add := instr.Block(), instr.Value()
	if builtin, ok := instr.Common().Value.(*ssa.Builtin); !ok || builtin.Name() != "append" || len(b.Succs) != 1 || !b.Succs[0].Dominates(b) {
		return false
	}
	return t.reachesAck(add, loopOf(b.Succs[0]), map[ssa.Value]bool{})
}

// reachesAck reports whether a list, or what it is kept in, is given to a call outside of a
// loop that acknowledges.
func (t *tracker) reachesAck(list ssa.Value, loop map[*ssa.BasicBlock]bool, seen map[ssa.Value]bool) bool {
	if seen[list] || list.Referrers() == nil {
		return false
	}
	seen[list] = true
	return slices.ContainsFunc(*list.Referrers(), func(ref ssa.Instruction) bool {
		switch r := ref.(type) {
		case *ssa.Store:
			if fa, ok := r.Addr.(*ssa.FieldAddr); ok {
				return r.Val == list && t.reachesAck(fa.X, loop, seen)
			}
			return r.Val == list && t.reachesAck(r.Addr, loop, seen)
		case *ssa.Phi:
			return t.reachesAck(r, loop, seen)
		case *ssa.UnOp:
			return t.reachesAck(r, loop, seen)
		case ssa.CallInstruction:
			if !loop[r.Block()] {
				return t.acks(t.site(r))
			}
		}
		return false
	})
}

// takesNoMessages reports whether a call is told of no message which it is to acknowledge.
func takesNoMessages(s effects.Site) bool {
	sig := s.Callee.Signature()
	return !slices.ContainsFunc(slices.Collect(sig.Params().Variables()), func(p *types.Var) bool {
		n := effects.Named(p.Type())
		return n == nil || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "context"
	})
}
