package flows

import (
	"fmt"
	"go/token"
	"go/types"
	"hash/fnv"
	"math/bits"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// Branches are the turns that lead to something, each as a number whose lowest
// bit says which way was taken, and the next ones whether the message chose it, or an
// error. What lies in different cases of one switch never
// happens together.
type Branches []uint64

// maxBranches bounds the turns that are kept, the outermost ones.
const maxBranches = 16

// subscribedBeside are the literals that a literal's function subscribes, each to
// messages of its own, and those in which such are subscribed: of a list of functions that
// start a consumer each, say.
func (t *tracker) subscribedBeside(lit *ssa.Function) []*ssa.Function {
	var list []*ssa.Function
	for _, fn := range t.u.Funcs {
		if fn.Parent() == lit.Parent() && (t.listening(fn) || t.listensInside(fn)) {
			list = append(list, fn)
		}
	}
	return list
}

// listensInside reports whether a literal in another is given messages from elsewhere.
func (t *tracker) listensInside(lit *ssa.Function) bool {
	return slices.ContainsFunc(lit.AnonFuncs, func(fn *ssa.Function) bool { return t.listening(fn) || t.listensInside(fn) })
}

// listening reports whether a literal is given messages from elsewhere: whoever it is
// handed to does so, or what it takes are messages and the unit does not call it.
func (t *tracker) listening(lit *ssa.Function) bool {
	return t.listens[lit] || t.handles(lit) && !t.calledHere(lit)
}

// calledHere reports whether the unit itself calls a literal, other than with messages that
// another literal receives to which it is handed: subscribe("hired", func(m Message) error { … }).
func (t *tracker) calledHere(lit *ssa.Function) bool {
	if t.called == nil {
		t.called = map[*ssa.Function]bool{}
		for call := range effects.Calls(t.u.Funcs...) {
			if common := call.Common(); !common.IsInvoke() && !(t.ofLiteral(common.Value) && len(t.loopsAround(call)) > 0) {
				for _, target := range t.view.Targets(t.u, common.Value) {
					t.called[target.Literal] = true
				}
			}
		}
	}
	return t.called[lit]
}

// Excludes reports whether two things never happen for one message.
func (b Branches) Excludes(other Branches) bool {
	return slices.ContainsFunc(b, func(turn uint64) bool { return slices.Contains(other, turn^1) })
}

// within adds the turns that lead to a call to those below it.
func (b Branches) within(outer Branches) Branches {
	all := append(slices.Clone(outer), b...)
	return all[:min(len(all), maxBranches)]
}

// branchesOf are the turns that lead to an instruction, within its unit. What a
// literal does, it does where control got to the place that makes it.
func (t *tracker) branchesOf(instr ssa.Instruction) Branches {
	list := t.turnsTo(instr)
	for fn := instr.Parent(); fn != nil && len(list) < maxBranches; fn = fn.Parent() {
		made := fn.Referrers()
		if made == nil || len(*made) != 1 {
			break
		}
		list = append(t.turnsTo((*made)[0]), list...)
	}
	return list.within(t.receivedIn(instr)).within(t.handledBy(instr.Parent()))
}

// turnsTo are the turns that lead to an instruction within its function.
func (t *tracker) turnsTo(instr ssa.Instruction) Branches {
	var list Branches
	conditions := t.conditionsOf(instr.Block())
	for i := 0; i < len(conditions); i++ {
		c := conditions[i]
		if leavesLoop(c.at.Block()) {
			continue // what a loop does and what comes after it happen together
		}
		turn, way := t.turnOf(c.at), c.way()
		if failed, ok := asksForError(c.at.Cond); ok {
			way = way == failed
		}
		if way {
			turn |= 1
		}
		cases, passed := t.caseTurns(c, conditions[i+1:])
		list = append(append(list, turn), cases...)
		i += passed
	}
	slices.Reverse(list)
	return append(list, t.casesOf(instr.Block())...)
}

// oneOf are the turns that lead to one of several things of which only one
// happens for a message: as many as it takes to write its number in binary.
func oneOf(of string, i, n int) Branches {
	var list Branches
	for bit := range bits.Len(uint(n - 1)) {
		h := fnv.New64a()
		fmt.Fprintf(h, "%s:%d", of, bit)
		list = append(list, h.Sum64()&^turnBits|uint64(i>>bit)&1)
	}
	return list
}

// handledBy are the turns that tell the handlers apart that a function subscribes as
// literals: what a literal does, or one inside it, happens for other messages than
// what the next one does.
func (t *tracker) handledBy(fn *ssa.Function) Branches {
	var list Branches
	for ; fn.Parent() != nil; fn = fn.Parent() {
		beside := t.subscribedBeside(fn)
		if i := slices.Index(beside, fn); i >= 0 && len(beside) > 1 {
			list = list.within(oneOf(fn.Parent().String(), i, len(beside)))
		}
	}
	return list
}

// turnOf is the number of a branch, whichever way is taken.
func (t *tracker) turnOf(branch *ssa.If) uint64 {
	at := t.view.Step(condPos(branch), "")
	h := fnv.New64a()
	fmt.Fprintf(h, "%s:%d:%d:%d", at.File, at.Line, at.Col, branch.Block().Index)
	turn := h.Sum64() &^ turnBits
	if t.choice(branch.Cond) {
		turn |= byChoice
	}
	if _, ok := asksForError(branch.Cond); ok {
		turn |= byFailure
	} else if t.asksAnswer(branch.Cond) {
		turn |= byAnswer
	}
	return turn | t.toldBy(branch.Cond)
}

// turnBits are those of a turn that say something by themselves.
const turnBits = 1 | byChoice | byFailure | byAnswer | byState | byDeletion

// byChoice is the bit of a turn that says that it is the message which decides.
const byChoice = 2

// choice reports whether a condition is a mark that a message bears: if !e.Express; or
// whether it brings a part of its own: if e.Company != nil.
func (t *tracker) choice(cond ssa.Value) bool {
	switch v := cond.(type) {
	case *ssa.BinOp:
		load, ok := v.X.(*ssa.UnOp)
		return ok && (v.Op == token.EQL || v.Op == token.NEQ) && isNil(v.Y) && refersToStruct(v.X.Type()) && t.choice(load)
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.choice(v.X)
		}
		field, ok := v.X.(*ssa.FieldAddr)
		return ok && t.choosable(field.X)
	case *ssa.Field:
		return t.choosable(v.X)
	case *ssa.Call: // a generated getter
		s := t.site(v)
		return s.Callee != nil && len(s.Args) == 1 && s.Callee.Signature().Recv() != nil && strings.HasPrefix(s.Callee.Name(), "Get") && t.choosable(s.Args[0])
	}
	return false
}

// refersToStruct recognises pointers to structs, other than to those that stand for plain
// values.
func refersToStruct(ty types.Type) bool {
	ptr, ok := ty.Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	st, ok := ptr.Elem().Underlying().(*types.Struct)
	return ok && st.NumFields() > 1 && st.Field(0).Exported()
}

// choosable reports whether a struct is what the unit is given to handle, or decodes.
func (t *tracker) choosable(v ssa.Value) bool {
	if p, ok := v.(*ssa.Parameter); ok && p == t.receiver() {
		return false
	}
	return t.whole(v)&(fromMsg|params) != 0 && t.whole(v)&(fromStored|fromRemote) == 0
}

// Always reports whether what lies behind some turns happens with all that lies behind
// others: no mark of the message's decides that only some of it does.
func (b Branches) Always(with Branches) bool {
	return !slices.ContainsFunc(b, func(turn uint64) bool { return turn&byChoice != 0 && !slices.Contains(with, turn) })
}

// ExcludesBut is Excludes, where some turns do not count.
func (b Branches) ExcludesBut(other Branches, turns []uint64) bool {
	return slices.ContainsFunc(b, func(turn uint64) bool {
		return slices.Contains(other, turn^1) && !slices.Contains(turns, turn&^1)
	})
}

// leavesLoop reports whether a branch decides if a loop is gone through once
// more.
func leavesLoop(b *ssa.BasicBlock) bool {
	if !slices.ContainsFunc(b.Preds, b.Dominates) {
		return false
	}
	again := func(s *ssa.BasicBlock) bool { return s == b || reaches(s, b, nil) }
	return again(b.Succs[0]) != again(b.Succs[1])
}
