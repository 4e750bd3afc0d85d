package flows

import (
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Who receives messages may stand in a package above the one that handles them, and call the
// handler as any other function: handler.OnMessage(msg). What becomes of its failure is known
// there, and what the handler does behind interfaces further up still.

// A calledBelow is a handler of another package that is given messages here.
type calledBelow struct {
	answer Answer
	step   summary.Step
}

// calledEntries are the entries of packages below that are called here with what is received,
// by those who lose what fails, with that.
func (s *settler) calledEntries() []Entry {
	called := s.a.calledBelow()
	if len(called) == 0 {
		return nil
	}
	known := s.knownEntries()
	var list []Entry
	for _, key := range slices.Sorted(maps.Keys(known)) {
		e := known[key]
		c, ok := called[e.Symbol]
		if !ok || e.alreadyLost() || !lost(c.answer.Fault) && !lost(c.answer.Quiet) {
			continue
		}
		e = e.answered(c.answer)
		e.Steps = summary.Prepend(c.step, e.Steps)
		list = append(list, e)
	}
	return list
}

// calledBelow are the functions of packages below that are called with messages which are
// received here, and what becomes of their failure: where several call one, the mildest.
func (a *analysis) calledBelow() map[string]calledBelow {
	found := map[string]calledBelow{}
	for i, u := range a.units {
		if a.view.Generated(u.Func) {
			continue
		}
		t := a.trackers[i]
		for ci := range effects.Calls(u.Funcs...) {
			s := t.site(ci)
			if !t.handsToBelow(s) {
				continue
			}
			c := calledBelow{t.answerAbove(s), t.view.Step(t.view.CallPos(ci), "hands its messages to "+effects.DisplayName(s.Callee))}
			name := s.Callee.Origin().FullName()
			if before, ok := found[name]; ok {
				c = calledBelow{c.answer.mildest(before.answer), before.step}
			}
			found[name] = c
		}
	}
	return found
}

// handsToBelow reports whether a call gives a message that was received to a function of
// another package of the project's.
func (t *tracker) handsToBelow(s effects.Site) bool {
	if s.Callee == nil || s.Invoke || s.Callee.Pkg() == nil || s.Callee.Pkg() == t.pass.Pkg || !t.firstParty(effects.PkgPath(s.Callee.Pkg())) {
		return false
	}
	return slices.ContainsFunc(s.Args, func(v ssa.Value) bool { return t.isMessage(v.Type()) && t.whole(v)&fromMsg != 0 })
}

// answerAbove is what becomes of a call's failure, all told. Where the result is dropped, that
// is told by what comes next.
func (t *tracker) answerAbove(s effects.Site) Answer {
	answer := t.answer(s)
	if answer.Fault == Dropped && s.Instr.Value() != nil {
		answer.Fault = t.unheededAfter(s.Instr)
	}
	return answer.above(t.handlerAnswer())
}
