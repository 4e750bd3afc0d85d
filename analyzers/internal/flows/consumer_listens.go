package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A literal that is subscribed is part of the function that it stands in, and handles its
// own messages all the same: what becomes of its failure, whoever calls it decides.

// subscribe notes the literals of the unit that a value is, or is made from, which
// whoever is given it calls with messages, and answers so for.
func (t *tracker) subscribe(v ssa.Value, answer Answer, depth int) {
	if depth > maxWrapped {
		return
	}
	for _, v := range elements(v) {
		s, wraps := t.wrapper(v)
		for _, a := range wraps {
			t.subscribe(s.Args[a.Param], a.above(answer), depth+1)
		}
		for _, target := range t.view.Targets(t.u, v) {
			if target.Literal != nil && slices.Contains(t.u.Funcs, target.Literal) {
				t.listen(target.Literal, answer)
			}
		}
	}
}

// listen notes that a literal of the unit is called with messages, and what becomes then of
// its failure: the mildest, where that is done in several places.
func (t *tracker) listen(lit *ssa.Function, answer Answer) {
	if answer.Fault == Handled {
		answer.Fault = None // some server may lose it all the same: see losingEntries
	}
	if t.listens[lit] {
		answer = answer.mildest(t.answers[lit])
	}
	t.listens[lit], t.answers[lit] = true, answer
}

// answerOutside is what becomes of the failure of the literal that an instruction is in,
// where that is a handler of its own.
func (t *tracker) answerOutside(instr ssa.CallInstruction) Answer {
	for fn := instr.Parent(); fn.Parent() != nil; fn = fn.Parent() {
		if t.listens[fn] {
			return t.answers[fn]
		}
	}
	return Answer{}
}
