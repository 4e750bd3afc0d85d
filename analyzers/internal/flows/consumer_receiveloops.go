package flows

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A function may receive from several queues, each in a loop of its own: what one loop
// does happens for other messages than what the next one does.

// receiveLoop are the blocks of the innermost loop around where messages are received.
type receiveLoop map[*ssa.BasicBlock]bool

// receiveLoops are the loops of the unit in which messages are received.
func (t *tracker) receiveLoops() []receiveLoop {
	if t.receiving != nil {
		return *t.receiving
	}
	var list []receiveLoop
	for instr := range effects.Instructions(t.u.Funcs...) {
		if !t.receives(instr) {
			continue
		}
		b := instr.Block()
		for head := b; head != nil; head = head.Idom() {
			if loop := loopOf(head); loop[b] {
				if !slices.ContainsFunc(list, func(l receiveLoop) bool { return l[b] && len(l) == len(loop) }) {
					list = append(list, loop)
				}
				break
			}
		}
	}
	t.receiving = &list
	return list
}

// receives reports whether an instruction takes a message from a channel, or from a
// library that waits for one.
func (t *tracker) receives(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.UnOp:
		if i.Op != token.ARROW {
			return false
		}
	case *ssa.Call:
		if s := t.site(i); s.Callee == nil || t.known(s) || s.Invoke {
			return false
		}
	default:
		return false
	}
	ty, _ := t.takenIn(instr)
	return ty != nil && t.isMessage(ty)
}

// receivedIn are the turns that tell the loops apart in which a function receives.
func (t *tracker) receivedIn(instr ssa.Instruction) Branches {
	loops := t.receiveLoops()
	if len(loops) < 2 {
		return nil
	}
	for b := instr.Block(); b != nil; b = makingBlock(b.Parent()) {
		if i := slices.IndexFunc(loops, func(l receiveLoop) bool { return l[b] }); i >= 0 {
			return oneOf("received in "+t.u.Func.String(), i, len(loops))
		}
	}
	return nil
}

// loopsAround are the loops that receive in which an instruction stands, or the literal that
// it is in is made.
func (t *tracker) loopsAround(instr ssa.Instruction) []receiveLoop {
	var list []receiveLoop
	for b := instr.Block(); b != nil; b = makingBlock(b.Parent()) {
		for _, l := range t.receiveLoops() {
			if l[b] {
				list = append(list, l)
			}
		}
	}
	return list
}

// ofLiteral reports whether a value is a parameter of one of the unit's literals.
func (t *tracker) ofLiteral(v ssa.Value) bool {
	p, ok := t.read(v).(*ssa.Parameter)
	return ok && p.Parent() != t.u.Func
}

// makingBlock is the block that makes a literal; nil where several do, or none.
func makingBlock(fn *ssa.Function) *ssa.BasicBlock {
	made := fn.Referrers()
	if fn.Parent() == nil || made == nil || len(*made) != 1 {
		return nil
	}
	return (*made)[0].Block()
}
