package flows

import (
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// maxRegistered bounds the entries that a package leaves for those who choose a server.
const maxRegistered = 64

// registered are the package's entries that hang on what else is done with what they
// are subscribed to, by the functions that subscribe them.
func (a *analysis) registered() []Entry {
	var list []Entry
	for _, e := range a.entered {
		if e = e.bare(); e.By != "" && len(e.Reads)+len(e.Calls) > 0 && len(list) < maxRegistered {
			list = append(list, e)
		}
	}
	return list
}

// bare is an entry without what some servers do about its failures.
func (e Entry) bare() Entry {
	if e.unanswered != nil {
		e.Reads, e.Calls = e.unanswered.Reads, e.unanswered.Calls
	}
	return e
}

// alreadyLost reports whether a failure of an entry is lost whatever serves it.
func (e *Entry) alreadyLost() bool {
	return slices.ContainsFunc(e.Reads, func(r Read) bool { return !r.Changing && lost(r.Fault) }) ||
		slices.ContainsFunc(e.Calls, func(c Call) bool { return lost(c.Fault) })
}

// subscribedIn says by which function an entry was subscribed, and by which call.
func (t *tracker) subscribedIn(list []Entry, instr ssa.CallInstruction) []Entry {
	for i := range list {
		if t.u.Object != nil {
			list[i].By = t.u.Object.FullName()
		}
		list[i].call, list[i].Command = instr, instr != nil && makesCommandHandler(instr)
	}
	return list
}

// losingEntries are the entries that are subscribed to a server which the package has
// lose what fails, with that.
func (a *analysis) losingEntries() []Entry {
	calls, by := map[ssa.CallInstruction]bool{}, map[string]bool{}
	for _, t := range a.trackers {
		for _, ci := range t.losingCalls() {
			calls[ci] = true
			if callee := calleeOf(ci); callee != nil {
				by[callee.Origin().FullName()] = true
			}
		}
	}
	if len(calls) == 0 {
		return nil
	}
	found := map[string]Entry{}
	for _, e := range a.entered {
		if calls[e.call] || by[e.By] {
			found[entryKey(&e)] = e.bare()
		}
	}
	for _, fact := range a.below() {
		for _, e := range fact.Registered {
			if by[e.By] {
				found[entryKey(&e)] = e
			}
		}
	}
	var list []Entry
	for _, key := range slices.Sorted(maps.Keys(found)) {
		if e := found[key]; !e.alreadyLost() {
			list = append(list, e.losing())
		}
	}
	return list
}

// losing is an entry whose failures are all lost.
func (e Entry) losing() Entry { return e.answered(Answer{Fault: Acked, Quiet: Acked}) }

// answered is an entry of whose failures it is known what becomes of them.
func (e Entry) answered(answer Answer) Entry {
	e.Reads, e.Calls = slices.Clone(e.Reads), slices.Clone(e.Calls)
	for i, r := range e.Reads {
		e.Reads[i] = r.after(answer, r.Step)
	}
	for i, c := range e.Calls {
		e.Calls[i].Answer, e.Calls[i].Changes = c.answered(answer), c.changesAfter(answer)
	}
	return e
}

// lose judges the consumers whose failures are lost, as far as the package knows of that, and
// gives back those of which others may know more.
func (s *settler) lose(filled []Filled) (left []Entry) {
	own := slices.Concat(s.a.losingEntries(), s.rejectedEntries(), s.commandEntries(), s.calledEntries(), s.markedEntries())
	entries, known := s.gather(own, func(fact *Pkg) []Entry { return fact.Lost })
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		e := entries[key]
		c, below := s.resolveFrom(e, known[key])
		if (len(c.Open)+len(c.Quiet) > 0 || s.a.mayWait(&c)) && len(left) < maxRegistered {
			left = append(left, e)
		}
		if !below {
			s.a.losing = append(s.a.losing, c)
		} else if before, more := s.before(c.Place.Service, known[key], filled); more {
			s.a.later = append(s.a.later, Later{Consumer: c, Before: before, Loses: true})
		}
	}
	return left
}

// hookLoses reports whether a unit's function returns an option that has what failed
// acknowledged: it sets a function that is told of the failure of a message.
func (t *tracker) hookLoses() bool {
	option := t.literalOption()
	if option == nil {
		return false
	}
	for st := range effects.Each[*ssa.Store](option) {
		if hook := t.literalOf(st.Val); hook != nil && fieldIn(st.Addr) != nil && t.acksFailed(hook) {
			return true
		}
	}
	return false
}

// acksFailed reports whether a literal is given a message and an error, and does nothing
// about it but to acknowledge.
func (t *tracker) acksFailed(hook *ssa.Function) bool {
	told := slices.ContainsFunc(hook.Params, func(p *ssa.Parameter) bool { return isError(p.Type()) })
	if !told || !t.handles(hook) {
		return false
	}
	acked := false
	for ci := range effects.Calls(hook) {
		switch s := t.site(ci); {
		case t.acks(s):
			acked = true
		case t.nacks(s), s.Callee != nil && putsAside(s.Callee):
			return false
		}
	}
	return acked
}
