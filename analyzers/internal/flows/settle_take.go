package flows

import (
	"go/token"
	"slices"
	"sync"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// A taking is a call whose callee's effects become the unit's own.
type taking struct {
	*tracker
	site     effects.Site
	pos      token.Pos
	step     summary.Step
	args     []Origin
	branches Branches
	answer   Answer
	spares   Origin // see Func
	outcomes func() Origin
	// What few callees ask for.
	guard func() Guard
	given func() []Given
	known func() []Known
	gate  func() Gate
	over  func() Elements
}

// take makes a callee's effects the unit's own.
func (t *tracker) take(f *Func, s effects.Site, callee *Func) {
	pos := t.view.CallPos(s.Instr)
	k := &taking{
		tracker: t, site: s, pos: pos, step: t.view.Step(pos, "calls "+effects.DisplayName(s.Callee)),
		args: t.handedArgs(s), branches: t.branchesOf(s.Instr), answer: t.answer(s), spares: callee.Spares,
		guard:    sync.OnceValue(func() Guard { return t.guardAround(s) }),
		given:    sync.OnceValue(func() []Given { return t.givenArgs(s.Args) }),
		known:    sync.OnceValue(func() []Known { return t.knownArgs(s) }),
		outcomes: sync.OnceValue(func() Origin { return t.outcomeArgs(s) }),
		gate:     sync.OnceValue(func() Gate { return t.gateAt(s.Instr) }),
		over:     sync.OnceValue(func() Elements { return t.elementsAt(s.Instr) }),
	}
	for _, w := range callee.Writes {
		if t.namedHere(s, &w) || w.Guard.Kind == Forced && w.never(k.known()) {
			continue
		}
		if w.From&(fromMsg|fedBits) == 0 { // or it is a consumer of its own
			f.Writes = append(f.Writes, k.write(w))
		}
	}
	for _, c := range callee.Calls {
		if union(c.Args)&(fromMsg|fedBits) == 0 {
			f.Calls = append(f.Calls, k.call(c))
		}
	}
	k.takeRaised(f, callee)
	for _, below := range callee.Reads {
		for _, r := range k.read(below) {
			if r, ok := t.above(r, s); ok {
				f.addRead(r)
			}
		}
	}
	k.takeKeyReads(f, callee)
	if !t.endsInside(s.Instr) {
		f.Locks = f.Locks.withAll(callee.Locks, k.branches)
	}
	k.takeTellsKeys(f, callee)
	for _, send := range callee.Sent {
		f.addSend(Sent{send.Field, bind(send.From&^fromMsg, k.args)})
	}
	k.takeDecoded(f, callee)
	t.takeServes(f, callee, k.answer)
	t.takeApplied(f, s, callee)
	t.takeEntrusted(f, s, callee)
	t.takePassed(f, s, callee)
}

// stillUnasked is unasked for what a callee does: where it was known there to be
// another process's answer, the callee has told.
func (k *taking) stillUnasked(below bool, was, is Origin) bool {
	if was&fromRemote != 0 {
		return below
	}
	return k.unasked(is, k.site.Instr)
}

// bind is where something in the callee comes from.
func (k *taking) bind(o Origin) Origin { return bind(o, k.args) }

// write is a callee's write as the unit's.
func (k *taking) write(w Write) Write {
	was, values := w.From, w.ofValues()
	w.From, w.Values, w.Branches = bind(withoutStored(w.From, w.From, k.dataBits(), k.args), k.args), bind(w.Values, k.args), w.Branches.within(k.branches)
	w.Set.Outcome = w.Set.Outcome || w.Set.From&params != 0 && w.Set.From&k.outcomes() != 0
	w.Set = w.Set.bound(k.args, k.site.Shift)
	w.Set.Parts = w.Set.Direct & k.structParams()
	w.Unasked = k.stillUnasked(w.Unasked, was, w.From)
	w.Given = w.Given.bindReferences(k.given(), k.bind)
	if w.Given.By > 0 {
		w.Given = bindGiven(w.Given, k.given())
		w.settleKey()
	}
	w.Handed = w.Handed.handedOn(k.given())
	if w.Told.By > 0 && w.Told.By <= len(k.site.Args) {
		w.Told = k.toldAt(w.Told, k.site)
	}
	if w.Subject.none() {
		w.Subject = onlyRow(values, k.spares, k.rowHanded)
	} else {
		w.Subject = w.Subject.bound(k.rowOfArg)
	}
	w.Key, w.Under, w.Only.From = w.Key.bound(k.keyOfArg), w.Under.bound(k.keyOfArg), w.Only.From.bound(k.keyOfArg)
	w.Made = k.madeBelow(w.Made)
	k.overwritten(&w)
	k.chosen(&w)
	if w.Options > 0 {
		w.byOptions(k.known())
	}
	if w.Single > 0 {
		w.setTo(k.known())
	}
	w.settleDocs(k.analysis, k.doc)
	w.Guard, w.Check = k.bindGuard(w.Guard, k.args), k.bindGuard(w.Check, k.args)
	if !w.Insert {
		w.Guard, w.Check = better(w.Guard, k.guard()), better(w.Check, k.guard().check())
	}
	w.Now = append(slices.Clone(w.Now), k.stamped(k.site)...)
	k.found(&w)
	if w.Patch.By > 0 {
		w.settlePatch(k.analysis, k.given())
	}
	w.settleStamps()
	below := w.Place
	w.Place, w.About = k.placed(w.Place, w.About, k.site, k.pos)
	w.About = k.moved(w.About, below, w.Place, w.Guard, w.Check)
	k.noteRefusal(&w)
	w.Elements, w.KeyTurns = k.elements(w.Elements), joinedTurns(w.KeyTurns, k.turnedAt(k.site))
	w.Steps = summary.Prepend(k.step, w.Steps)
	w.at = k.site.Instr
	w.removedBy(k.site.Callee.Name())
	return w
}

// call is a callee's call of an interface's method as the unit's.
func (k *taking) call(c Call) Call {
	was := union(c.Args)
	c.Args, c.Given = slices.Clone(c.Args), slices.Clone(c.Given)
	c.Outcomes |= outcomesAmong(c.Args, k.outcomes())
	for i := range c.Args {
		c.Args[i] = bind(c.Args[i], k.args)
	}
	c.Unasked = k.stillUnasked(c.Unasked, was, union(c.Args))
	c.Rows, c.Docs, c.Keys = boundRows(c.Rows, k.rowOfArg), boundDocs(c.Docs, k.doc), boundRows(c.Keys, k.keyOfArg)
	for i, g := range c.Given {
		if c.Given[i] = g.bindReferences(k.given(), k.bind); g.By > 0 {
			c.Given[i] = bindGiven(c.Given[i], k.given())
		}
	}
	if c.Told = slices.Clone(c.Told); c.Told != nil {
		for i, told := range c.Told {
			if told.By > 0 && told.By <= len(k.site.Args) {
				c.Told[i] = k.toldAt(told, k.site)
			}
		}
	}
	c.Guard = better(k.bindGuard(c.Guard, k.args), k.guard())
	c.Won = append(slices.Clone(c.Won), k.wonBehind(k.site.Instr)...)
	c.Gate = c.Gate.given(k.known()).join(k.gate())
	c.Known = rebound(c.Known, k.known())
	c.Elements, c.KeyTurns = k.elements(c.Elements), joinedTurns(c.KeyTurns, k.turnedAt(k.site))
	c.Changes = k.changesAbove(c, k.site)
	c.Answer, c.Waited, c.Branches = c.answered(k.answer), c.Waited || k.triedUntil(k.site.Instr), c.Branches.within(k.branches)
	c.Now = append(slices.Clone(c.Now), k.stamped(k.site)...)
	below := c.Place
	c.Place, c.About = k.placed(c.Place, c.About, k.site, k.pos)
	c.About = k.moved(c.About, below, c.Place, c.Guard, c.Guard.check())
	c.Steps = summary.Prepend(k.step, c.Steps)
	if c.Blind && c.Types == nil {
		c.Types = typeArgs(k.site)
	}
	return c
}

// rowOfArg tells the rows of a callee's parameters.
func (k *taking) rowOfArg(i int) Row {
	if i >= len(k.site.Args) {
		return Row{}
	}
	return k.rowOf(withoutInterface(k.site.Args[i]), k.site.Instr, nil)
}

// typeArgs are the types with which generic code is called; nil: not known here
// either.
func typeArgs(s effects.Site) []string {
	fn := s.Instr.Common().StaticCallee()
	if fn == nil {
		return nil
	}
	var list []string
	for _, ty := range fn.TypeArgs() {
		if isTypeParam(ty) {
			return nil
		}
		list = append(list, effects.TypeName(ty))
	}
	return list
}

// takeRaised makes what a callee publishes the unit's own.
func (k *taking) takeRaised(f *Func, callee *Func) {
	if aside(k.site.Callee.Name()) {
		return
	}
	for _, r := range callee.Raises {
		if r.From&(fromMsg|fedBits) != 0 || len(f.Raises) >= maxRaised {
			continue // a consumer of its own
		}
		if r.Gate = r.Gate.given(k.known()).join(k.gate()); r.Gate.Closed {
			continue
		}
		r.From, r.Branches = bind(r.From, k.args), r.Branches.within(k.branches)
		k.saidAt(&r, k.site)
		r.Place = k.placeOf(r.Place, k.site, k.pos)
		r.Steps = summary.Prepend(k.step, r.Steps)
		f.Raises = append(f.Raises, r)
	}
}
