package flows

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A Fault is how it comes to nothing that a read did not find its row.
type Fault string

// The faults.
const (
	None Fault = ""
	// Handled says that what is missing is seen to where that is found: the message
	// is put aside or handed back, or the row is written without what it lacks.
	Handled Fault = "handled"
	// Rejected says that the message is rejected for good, and that it is not known what its
	// queue was declared to do then: see rejectedEntries.
	Rejected Fault = "rejected"
	// Silent says that the function ends without a word to its caller. Whether the
	// message is lost by that, what the caller does next decides.
	Silent Fault = "silent"
	// Ended says that the program ends there. The message comes again, unless it was
	// acknowledged by then, which those know who call.
	Ended     Fault = "ended"
	Sometimes Fault = "sometimes"    // it is looked for in some messages only
	Endless   Fault = "endless"      // it is waited for without a bound
	Swallowed Fault = "swallowed"    // the error is noticed, and success returned all the same
	Acked     Fault = "acknowledged" // the message is acknowledged all the same
	Dropped   Fault = "dropped"      // nothing looks at what comes back
)

// mild orders faults: the read that counts is the one without.
func mild(f Fault) int {
	return slices.Index([]Fault{Handled, None, Rejected, Ended, Silent, Sometimes, Endless, Swallowed, Acked, Dropped}, f)
}

// worse is what becomes of a failure that has another fault further up. What is seen
// to already does not fail there, and what is rejected is not there any more.
func worse(a, b Fault) Fault {
	if a != Handled && a != Rejected && mild(b) > mild(a) || a == None && b == Handled {
		return b
	}
	return a
}

func milder(a, b Fault) Fault {
	if mild(b) < mild(a) {
		return b
	}
	return a
}

func faultNote(f Fault) string {
	switch f {
	case Dropped:
		return "its result is dropped"
	case Swallowed:
		return "its failure is answered by success, so the message does not come again"
	case Acked:
		return "the message is acknowledged whatever comes of it"
	case Endless:
		return "it is waited for without a bound"
	case Rejected:
		return "the message is rejected, and its queue is declared to keep nothing of that"
	}
	return ""
}

// An Answer is what becomes of a call's failure.
type Answer struct {
	Fault Fault // of the failure that the call tells
	Quiet Fault // of one that a call without results keeps to itself
	Ended Fault // of one by which the program ends
	Named Named // of the errors that are told from others
	// Becomes is the error that the failure is told by; "": the one that it was.
	Becomes string
}

// on is the fault of what lies below a call, which has a fault of its own there.
func (a Answer) on(below Fault, waited bool) Fault {
	switch {
	case below == Ended:
		return worse(below, a.Ended)
	case below == Silent && a.Quiet != None:
		return a.Quiet
	case waited:
		return worse(below, givenUp(a.Fault))
	}
	return worse(below, a.Fault)
}

// above is what becomes of a failure below a call that another call leads to.
func (a Answer) above(outer Answer) Answer {
	a.Named, a.Becomes = a.aboveNamed(outer), a.aboveBecomes(outer)
	a.Fault = outer.on(a.Fault, false)
	if a.Quiet == Silent {
		a.Quiet = outer.on(Silent, false)
	}
	a.Ended = worse(a.Ended, outer.Ended)
	return a
}

// mildest is what becomes of a failure that is answered in either way.
func (a Answer) mildest(b Answer) Answer {
	out := Answer{Fault: milder(a.Fault, b.Fault), Quiet: milder(a.Quiet, b.Quiet), Ended: milder(a.Ended, b.Ended)}
	if a.Named == b.Named && a.Becomes == b.Becomes {
		out.Named, out.Becomes = a.Named, a.Becomes
	}
	return out
}

// named is what becomes of a failure that is told by an error. Where a wait has given up,
// nobody asks what for.
func (a Answer) named(symbol string, waited bool) Answer {
	if !waited {
		a.Fault = a.Named.of(symbol, a.Fault)
	}
	return a
}

// after is a read below a call.
func (r Read) after(a Answer, at Step) Read {
	before := r.Fault
	fault := a.named(r.Fails, r.Waited).on(r.Fault, r.Waited)
	r.Fails = a.turned(r.Fails)
	if fault == before {
		return r
	}
	r.Fault, r.Step, r.Shown = fault, Step{}, ""
	if note := faultNote(fault); note != "" {
		r.Step = at
		r.Step.Note = note
	}
	return r
}

// answer is what becomes of a call's failure.
func (t *tracker) answer(s effects.Site) Answer {
	if g, ok := s.Instr.(*ssa.Go); ok {
		f := t.goFault(g)
		return Answer{Fault: f, Quiet: f, Ended: t.endedAt(s.Instr)}
	}
	a, outside := Answer{Fault: t.fault(s), Quiet: t.afterwards(s.Instr), Ended: t.endedAt(s.Instr)}, t.answerOutside(s.Instr)
	if a.Fault == None || (a.Fault == Swallowed || a.Fault == Acked) && a.Fault == t.faultAt(s.Instr) && !t.settledBefore(s.Instr) {
		a.Named, a.Becomes = t.named(s.Instr), t.becomes(s.Instr)
	}
	if outside.Fault != None && t.triedUntil(s.Instr) {
		outside.Fault = givenUp(outside.Fault)
	}
	return a.above(outside)
}

// faulty adds to a read what becomes of its failure at a call.
func (t *tracker) faulty(r Read, s effects.Site) Read {
	before := r.Fault
	r = r.after(t.answer(s), t.view.Step(t.view.CallPos(s.Instr), ""))
	if r.Fault == Dropped && before != Dropped {
		r.Shown = t.dropped(s.Instr)
	}
	r.Waited = r.Waited || t.triedUntil(s.Instr)
	return r
}

// triedUntil reports whether a call is tried again until it succeeds, with a bound, here or
// by a function of the project's that it is handed to.
func (t *tracker) triedUntil(instr ssa.CallInstruction) bool {
	return t.waited(instr) || slices.ContainsFunc(t.runsAround(instr), func(r running) bool { return r.waited })
}

// answered is what becomes of a call's failure that another call leads to. What was waited
// for with a bound may end as a read of the row itself may.
func (c Call) answered(outer Answer) Answer {
	if c.Waited {
		outer.Fault = givenUp(outer.Fault)
	}
	return c.above(outer)
}

// fault is what becomes of a call's failure: its own, or that of the wait that
// it is part of.
func (t *tracker) fault(s effects.Site) Fault {
	f := t.faultAt(s.Instr)
	if t.endless(s.Instr) || t.startsEndless(s.Instr) || t.waitsForever(s) {
		f = worse(f, Endless)
	}
	for _, wait := range t.waitsAround(s.Instr) {
		if t.boundless(wait) {
			f = worse(worse(f, t.faultAt(wait)), Endless)
		} else {
			f = worse(f, givenUp(t.faultAt(wait)))
		}
	}
	for _, r := range t.runsAround(s.Instr) {
		after := t.faultAt(r.call)
		if r.waited {
			after = givenUp(after)
		}
		f = worse(worse(f, r.fault), after)
	}
	for _, wait := range t.groupsAround(s.Instr) {
		f = worse(f, t.faultAt(wait))
	}
	if g := t.goAround(s.Instr); g != nil && f == Silent {
		f = worse(f, t.goFault(g))
	}
	return f
}

// givenUp is what becomes of the failure of a wait with a bound. That the message is
// acknowledged then is no fault: it was waited for, and nothing is written without.
func givenUp(f Fault) Fault {
	if f == Acked || f == Rejected {
		return None
	}
	return f
}

// faultAt is what becomes of the failure of one call.
func (t *tracker) faultAt(instr ssa.CallInstruction) Fault {
	v := chained(instr.Value(), 0)
	switch {
	case v == nil:
		return None // deferred or in a goroutine: it decides nothing
	case discarded(v), t.unheard(v), t.onlyLooks(v) && unasked(v), t.takenAsIs(v):
		return Dropped
	case t.settledBefore(instr):
		return Acked
	}
	ways := t.missing(v)
	if len(ways) == 0 {
		ways = failing(v)
	}
	if len(ways) == 0 {
		return t.settledElsewhere(v)
	}
	return t.outcomes(ways, v)
}

// chained is the call that tells whether another one failed: of a query for one
// row that is what reads the row.
func chained(v *ssa.Call, depth int) *ssa.Call {
	if v == nil || depth > 6 || mayFail(v.Type()) || v.Referrers() == nil {
		return v
	}
	for _, ref := range *v.Referrers() {
		next, ok := ref.(*ssa.Call)
		if !ok {
			continue
		}
		if next.Call.IsInvoke() && next.Call.Value == v || len(next.Call.Args) > 0 && next.Call.Args[0] == v {
			return chained(next, depth+1)
		}
	}
	return v
}

// discarded reports whether nothing looks at any result of a call that may fail.
func discarded(v *ssa.Call) bool {
	if !mayFail(v.Type()) || v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Extract:
			if !unused(ref) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// mayFail reports whether a result says if the call succeeded.
func mayFail(ty types.Type) bool {
	if tuple, ok := ty.(*types.Tuple); ok {
		for v := range tuple.Variables() {
			if isError(v.Type()) || isBool(v.Type()) {
				return true
			}
		}
		return false
	}
	return isError(ty) || isBool(ty)
}

// outcomes is what becomes of a message on some ways from a call, the mildest.
func (t *tracker) outcomes(ways []way, call *ssa.Call) Fault {
	if len(ways) == 0 {
		return None
	}
	fault := Dropped
	for _, w := range ways {
		fault = milder(fault, t.outcome(w, call))
	}
	return fault
}

// afterwards is what becomes of a message after a call that says nothing.
func (t *tracker) afterwards(instr ssa.CallInstruction) Fault {
	call := instr.Value()
	if call == nil || mayFail(call.Type()) {
		return None
	}
	return t.unheededAfter(instr)
}

// unheededAfter is what becomes of a message after a call of which nobody knows how it went.
func (t *tracker) unheededAfter(instr ssa.CallInstruction) Fault {
	if t.settledBefore(instr) {
		return Acked
	}
	call := instr.Value()
	p := course{t: t, call: call, seen: map[*ssa.BasicBlock]bool{}, blind: true, idle: t.idleLook(t.site(instr))}
	block := instr.Block()
	return p.from(block, slices.Index(block.Instrs, ssa.Instruction(instr))+1, false).orNone()
}

// idleLook reports whether a call looks something up for itself, and does no more.
func (t *tracker) idleLook(s effects.Site) bool {
	f := t.funcOf(s)
	return f != nil && len(f.Writes) == 0 && len(f.Reads)+len(f.Calls) > 0 && !slices.ContainsFunc(f.Calls, func(c Call) bool { return !looksByName(c.Method.Name) })
}

// outcome is what becomes of a message on a way from a call.
func (t *tracker) outcome(w way, call *ssa.Call) Fault {
	if w.onlyOptional() {
		return None
	}
	p := course{t: t, call: call, seen: map[*ssa.BasicBlock]bool{w.from: true}, turn: w}
	return p.block(w.to, w.from, false).orNone()
}

// again is where a loop asks once more: what becomes of the message, the other ways
// from there tell, on which the loop ends.
const again Fault = "again"

// orNone is a fault, where asking again is none.
func (f Fault) orNone() Fault {
	if f == again {
		return None
	}
	return f
}

// either is what becomes of a message on one of two ways: the milder counts.
func either(a, b Fault) Fault {
	switch {
	case a == again:
		return b
	case b == again:
		return a
	}
	return milder(a, b)
}

// A course follows control from where a row is found to be missing to the end of
// the handling of the message.
type course struct {
	t     *tracker
	call  *ssa.Call // nil: it is no call that tells
	seen  map[*ssa.BasicBlock]bool
	turn  way            // at which it is found
	idle  bool           // the call does nothing but look
	given *ssa.Parameter // by which a function is told of the failure that is followed; nil: call tells it
	named string         // the error that the call has failed with, where that is known
	in    mode           // of what it is asked for
	blind bool           // what else is done on the way does not matter: nobody knows that the row is missing
}

// maxCourse bounds the blocks that are visited.
const maxCourse = 16

// block goes on in a block that control comes to from another.
func (p *course) block(b, from *ssa.BasicBlock, acked bool) Fault {
	if b.Dominates(from) { // the next turn of a loop
		return p.nextTurn(b, from, acked)
	}
	if p.seen[b] || len(p.seen) > maxCourse {
		return None
	}
	if !p.blind && leavesEmpty(b, from) {
		return Handled
	}
	p.seen[b] = true
	defer delete(p.seen, b)
	return p.from(b, 0, acked)
}

// from goes on at an instruction of a block.
func (p *course) from(b *ssa.BasicBlock, first int, acked bool) Fault {
	for _, instr := range b.Instrs[first:] {
		switch i := instr.(type) {
		case ssa.CallInstruction:
			s := p.t.site(i)
			if exits(i) {
				return p.ended(b, acked)
			}
			if p.t.acks(s) || p.t.acksLater(i) {
				acked = true
			} else if p.blind && p.idle && p.t.writesData(s) && !notes(s.Callee.Name()) {
				return Dropped // it is written whatever the call saw
			} else if !p.blind && p.t.mayHandBack(s) || p.t.nacks(s) {
				if p.regardless(b) && p.t.onlyAsks(s) {
					continue // the stored row is asked for as it is where the parent is there
				}
				if p.regardless(b) && p.t.writesData(s) {
					return p.written()
				}
				return p.t.seenTo(s)
			} else if !p.blind && p.regardless(b) && p.writesInside(s) {
				return p.written()
			}
		case *ssa.Store:
			if !p.blind && emptiesKey(i) {
				return Handled
			}
		case *ssa.Return:
			if !acked && p.ofAsking(i) {
				return again
			}
			return p.t.returned(i, acked || p.takenForGood(), p.turn.from)
		case *ssa.Panic:
			if !i.Pos().IsValid() {
				return again // a select that comes to none of its cases: it does not
			}
			return p.ended(b, acked)
		}
	}
	if len(b.Succs) == 0 {
		return None
	}
	fault := again
	for _, s := range b.Succs {
		if !p.t.stopped(b, s) && p.follows(b, s) { // who stops the program learns nothing of the row
			fault = either(fault, p.block(s, b, acked))
		}
	}
	return fault
}

// regardless reports whether control comes to a block just the same where the row
// was found.
func (p *course) regardless(b *ssa.BasicBlock) bool {
	if p.turn.from == nil {
		return false
	}
	if p.call == nil {
		return leadsAnyway(p.turn, b)
	}
	if found := p.call.Block(); found != p.turn.from && found.Parent() == b.Parent() && reaches(found, b, p.turn.from) {
		return true // where the look-up did not fail, which of its failures it is was not asked
	}
	return leadsAnyway(p.turn, b)
}

// leadsAnyway reports whether control comes to a block from a turn, whichever way it takes.
func leadsAnyway(turn way, b *ssa.BasicBlock) bool {
	for _, other := range turn.from.Succs {
		if other != turn.to {
			return reaches(other, b, turn.from)
		}
	}
	return false
}

// written is what it amounts to that the row is written all the same: nothing is lost
// where its key is given only where the look-up went well.
func (p *course) written() Fault {
	if p.call != nil && keyOnSuccess(p.call) {
		return Handled
	}
	return Dropped
}

// nextTurn is what becomes of the message where control returns to the head of a
// loop: in one over messages, the next one is taken; one that waits ends some time.
func (p *course) nextTurn(head, from *ssa.BasicBlock, acked bool) Fault {
	at := from
	if p.call != nil && p.call.Parent() == head.Parent() {
		at = p.call.Block()
	}
	receives, lost := p.t.receivesAt(head, at)
	switch {
	case receives && (acked || lost || p.t.commitsAfter(head)):
		return Acked
	case receives && p.t.batchOf(head), !receives && triesIn(head), !receives && p.t.partsIn(head):
		// what comes of it, the end of the loop tells
	case receives || p.call == nil || !sleepsAround(from) || p.t.endless(p.call):
		return None // it is tried again, or delivered again
	}
	switch {
	case p.turn.from == head || p.call.Block() == head:
		return again
	}
	loop := loopOf(head)
	for _, s := range head.Succs {
		if !loop[s] {
			return p.block(s, head, acked)
		}
	}
	return None
}

// returned is what a function tells by what it returns, where control has come by way of a
// block, which may have made sure that what is returned is no error: if err != nil || n == 0 {
// return err }.
func (t *tracker) returned(ret *ssa.Return, acked bool, by *ssa.BasicBlock) Fault {
	if acked {
		return Acked
	}
	if f, ok := t.told(ret); ok {
		return f
	}
	fails, conveys := false, false
	for _, r := range ret.Results {
		switch {
		case isError(r.Type()), types.Identical(r.Type().Underlying(), errorInterface):
			fails = true
			if t.final(r) {
				return Acked
			}
			if !isNil(r) && !t.knownNil(r, ret.Block()) && (by == nil || !t.knownNil(r, by)) {
				return None
			}
		case !t.isMessage(r.Type()):
			conveys = true // that the row is missing, maybe
		}
	}
	switch {
	case conveys && !t.handles(ret.Parent()):
		return None
	case fails:
		return Swallowed
	case t.loses(ret.Parent()):
		return Acked
	}
	return Silent
}

func unused(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		if _, ok := ref.(*ssa.DebugRef); !ok {
			return false
		}
	}
	return true
}
