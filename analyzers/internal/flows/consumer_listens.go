package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
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
// where that is a handler of its own, or the unit itself calls it.
func (t *tracker) answerOutside(instr ssa.CallInstruction) Answer {
	for fn := instr.Parent(); fn.Parent() != nil; fn = fn.Parent() {
		if t.listens[fn] {
			return t.answers[fn]
		}
		if calls := t.callsOf(fn); len(calls) > 0 {
			return t.answerOfCalls(calls)
		}
	}
	return Answer{}
}

// answerOfCalls is what becomes of the failure of a literal that the unit calls: the mildest,
// where it does so in several places.
func (t *tracker) answerOfCalls(calls []*ssa.Call) Answer {
	var answer Answer
	for i, call := range calls {
		found := t.answer(t.site(call))
		if i == 0 {
			answer = found
		} else {
			answer = answer.mildest(found)
		}
	}
	return answer
}

// callsOf are the calls of a literal by the unit, if it gives its failure back, is handed to
// nobody else, and calls itself by none of them.
func (t *tracker) callsOf(lit *ssa.Function) []*ssa.Call {
	calls, known := t.literalCalls[lit]
	if known {
		return calls
	}
	t.literalCalls[lit] = nil
	if !mayFail(lit.Signature.Results()) {
		return nil
	}
	for ci := range effects.Calls(t.u.Funcs...) {
		call, plain := ci.(*ssa.Call)
		if ci.Common().IsInvoke() || !slices.ContainsFunc(t.view.Targets(t.u, ci.Common().Value), func(target effects.Target) bool { return target.Literal == lit }) {
			continue
		}
		if !plain || inside(ci.Parent(), lit) {
			return nil
		}
		calls = append(calls, call)
	}
	t.literalCalls[lit] = calls
	return calls
}

// inside reports whether a function is another one, or a literal in it.
func inside(fn, of *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if fn == of {
			return true
		}
	}
	return false
}
