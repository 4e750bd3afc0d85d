package flows

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// summarize is what a unit does with data, all told.
func (t *tracker) summarize() *Func {
	f := new(Func)
	t.ended = t.endedLocks()
	for instr := range effects.Instructions(t.u.Funcs...) {
		switch i := instr.(type) {
		case ssa.CallInstruction:
			writes, calls := len(f.Writes), len(f.Calls)
			t.noteCall(f, i)
			t.lockEnded(f.Writes[writes:], f.Calls[calls:], i)
		case *ssa.Store:
			t.noteKeep(f, i)
			t.noteKeptChannel(f, i)
			if isolatesGiven(i) {
				f.Locks = everywhere
			}
		case *ssa.MapUpdate:
			t.noteMapKeep(f, i)
		case *ssa.Send:
			t.noteSend(f, i.Chan, i.X)
		case *ssa.Select:
			for _, state := range i.States {
				if state.Dir == types.SendOnly {
					t.noteSend(f, state.Chan, state.Send)
				}
			}
		}
		t.notePreparedPair(instr)
		t.noteTellsKeys(f, instr)
	}
	t.noteStates(f)
	t.noteFound(f)
	t.noteReplaced(f)
	t.noteFills(f)
	t.noteSpared(f)
	t.noteMerges(f)
	t.noteUnasked(f)
	t.noteResults(f)
	t.noteLayers(f)
	t.noteDeclines(f)
	t.noteChooses(f)
	f.Plain, f.Denies, f.Absence, f.Until = t.plainAnswer(), t.denies(), t.absence(), t.waitsUntil(f)
	f.Blank = t.blank(t.u, t.u.Func)
	f.Task = t.ofTasks()
	if t.u.Object != nil {
		f.Replies = t.replies[t.u.Object]
	}
	t.keepsToHandlers(f)
	t.markSync(f)
	f.AutoAck = t.unitFlag(t.view.Index(t.u.Func))
	f.Acks, f.Pure = t.onlyAcks(f), !f.acts() && t.pure()
	t.softenings(f)
	t.noteMarks(f)
	t.noteModeParams(f)
	t.noteEncoded(f)
	t.notePublished(f)
	t.noteHeeds(f)
	t.noteSkips(f)
	f.Force = t.messageOf().Force
	if f.Says = t.says(t.u.Func); f.Says == SaysYes && t.u.Object != nil {
		f.At = t.view.Place(t.u, t.u.Object.Pos())
	}
	f.Invokes = t.invokes()
	t.endLocks(f)
	f.bound()
	return f
}

// noteCall adds what a call does.
func (t *tracker) noteCall(f *Func, instr ssa.CallInstruction) {
	s := t.site(instr)
	pos := t.view.CallPos(instr)
	for _, w := range slices.Concat(t.writesAt(s), t.executed(s), t.keyValueWrites(s), t.documentWrites(s)) {
		w.Place = t.view.Place(t.u, pos)
		t.prepare(instr, &w)
		if t.u.Object != nil {
			w.Store = receiverName(t.u.Object)
		}
		w.Set.Parts, w.Key = w.Set.Direct&t.structParams(), t.keyAmong(w.Set.keys, instr)
		if w.Insert {
			w.Key = t.keyAmong(t.insertKeys(s), instr)
		}
		if w.only != nil {
			w.Only.From = t.rowKeyed(w.only, instr, 0)
		}
		w.About, w.Subject = t.aboutAt(instr), t.rowAt(s)
		inserted := w.Given.References
		if w.Model != "" {
			w.Given, w.SaveKey = t.givenOf(s, &w), saveKey(s)
			w.settleKey()
		} else {
			w.Given = t.givenRow(s)
		}
		w.leaveUnset(s)
		w.Given.References = append(w.Given.References, inserted...)
		if (len(w.Columns) == 0 || ofDocuments(s)) && !w.Delete && w.Told.By == 0 && w.Told.Names == nil {
			w.Told = t.toldColumns(s)
		}
		t.tellRow(&w, s)
		w.Now = append(w.Now, t.stamped(s)...)
		w.settleStamps()
		w.Branches = t.branchesOf(instr)
		w.Elements, w.KeyTurns = t.elementsAt(instr), t.turnedAt(s)
		if !w.Insert {
			guard := better(better(t.guardOf(instr), t.siftedGuard(s)), t.mergedGuard(s))
			w.Guard, w.Check = better(w.Guard, guard), guard.check()
		}
		t.decidedInside(&w, s)
		t.readBoiler(&w) // what the generated code asks for is no order
		t.noteRefusal(&w)
		t.speak(&w.About, w.Place, w.Guard, w.Check)
		w.Text = t.text(lastStep(w.Steps), &w.About)
		w.at = instr
		if !w.Insert && !w.Delete {
			w.Patch = t.patch(w.kept)
		}
		w.Unasked = t.unasked(w.From, instr)
		w.removedBy(t.u.Func.Name())
		f.Writes = append(f.Writes, w)
		t.noteChanged(f, s, &w)
	}
	if s.Callee == nil {
		t.valueCalled(f, s)
		return
	}
	if t.locks(s) && !t.endsInside(s.Instr) {
		f.Locks = f.Locks.with(t.branchesOf(s.Instr))
	}
	t.noteDecoded(f, s)
	t.noteOpens(f, s)
	t.noteKeyPut(f, s)
	t.noteReads(f, s)
	t.noteRaised(f, s)
	t.noteHooks(f, s)
	switch {
	case s.Method != nil && !t.runsStatement(s):
		t.invoked(f, s)
	case t.funcOf(s) != nil:
		t.take(f, s, t.funcOf(s))
	}
	t.noteMediated(f, s)
	t.noteQueue(s)
	t.notePut(f, s)
	t.passedOn(f, s)
	t.noteHands(f, s)
	t.noteRuns(f, s)
}

// runsStatement reports whether a call is known to run a statement: the interface
// stands for a database's handle, and an implementation has no more to tell.
func (t *tracker) runsStatement(s effects.Site) bool {
	touch := t.u.Touch(s)
	return touch != nil && len(touch.Statements)+len(touch.Accesses) > 0
}

// noteReplaced finds the rows that are deleted and inserted anew: together, that
// overwrites them.
func (t *tracker) noteReplaced(f *Func) {
	for i := range f.Writes {
		w := &f.Writes[i]
		if !w.Insert || w.Table == "" {
			continue
		}
		for _, d := range f.Writes {
			if d.Delete && d.Table == w.Table && d.at != w.at && !f.takesBack(&d) && d.at.Parent() == w.at.Parent() && d.From&w.From&(params|fromMsg) != 0 && !d.clearsOld() && before(d.at, w.at) {
				w.Insert = false
				w.Guard = better(w.Guard, better(d.Guard, t.guardOf(w.at)))
				break
			}
		}
	}
}

// takesBack reports whether a function is called that deletes what it has inserted itself, where
// something else fails. One that deletes first, and then inserts, is known to overwrite.
func (f *Func) takesBack(d *Write) bool {
	return slices.ContainsFunc(f.Writes, func(w Write) bool { return w.Insert && w.at == d.at && w.Table == d.Table })
}

// before reports whether one instruction always runs before another.
func before(a, b ssa.Instruction) bool {
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	return slices.Index(a.Block().Instrs, a) < slices.Index(b.Block().Instrs, b)
}

// valueCalled is a call of a function value: one that the function was given, or
// keeps in a field, may be given a message.
func (t *tracker) valueCalled(f *Func, s effects.Site) {
	common := s.Instr.Common()
	if _, ok := common.Value.(*ssa.Builtin); ok || common.StaticCallee() != nil {
		return
	}
	args := t.argOrigins(s)
	msg := messageBits(args)
	if msg != 0 {
		t.given(f, common.Value, "", msg, s)
	}
	t.notePassed(f, common.Value, "", args, s)
	t.noteThrough(f, common.Value, "", args, s.Instr)
	t.noteApplied(f, s)
	t.noteEntrusted(f, s)
	t.wrapperCalled(f, s, args)
	t.returnedCalled(f, s)
	t.noteRun(f, s)
	for _, obj := range t.functionsCalled(common.Value) {
		if msg != 0 && t.view.IndexOf(obj) < 0 && t.keptInField(common.Value) {
			continue // a consumer of its own, where the finding stands
		}
		if callee := t.funcOfObject(obj); callee != nil {
			shifted := s
			shifted.Callee = obj
			if obj.Signature().Recv() != nil {
				shifted.Args = append([]ssa.Value{common.Value}, s.Args...)
			}
			t.take(f, shifted, callee)
		}
	}
}

// keptInField reports whether a function is taken out of a field into which the package puts
// it: what is given a message there is a consumer; see keptEntries.
func (t *tracker) keptInField(v ssa.Value) bool {
	field := t.fieldRoot(v)
	return field != nil && len(t.kept[*field]) > 0
}

func (t *tracker) bindGuard(g Guard, args []Origin) Guard {
	if g.Kind == Unguarded {
		return g
	}
	g.Msg, g.Stored = bind(g.Msg, args), bind(g.Stored, args)
	return g
}

// placed is where a finding on something below a call stands, and the message
// that is handled there.
func (t *tracker) placed(below summary.Place, about About, s effects.Site, pos token.Pos) (summary.Place, About) {
	place := t.placeOf(below, s, pos)
	if about.Message == "" || place.File != below.File || place.Line != below.Line {
		about = t.aboutAt(s.Instr)
		if place.File == below.File && place.Line == below.Line {
			about.Var = "" // there it has another name
		}
	}
	return place, about
}

// placeOf is where a finding on something below a call stands: at the call,
// unless the callee is part of the same consumer, rather than a helper of
// several.
func (t *tracker) placeOf(below summary.Place, s effects.Site, pos token.Pos) summary.Place {
	own := t.view.Place(t.u, pos)
	if t.wiresRequest(below, own) || t.handledBelow(below, s) {
		return below
	}
	if below.Package != own.Package || s.Callee.Pkg() == nil || t.helps(s.Callee) || t.chosen(s) {
		return own
	}
	if !s.Invoke && s.Instr.Common().StaticCallee() == nil {
		return below // a function value: a handler
	}
	recv := t.receiver()
	calleeRecv := s.Callee.Signature().Recv()
	switch {
	case calleeRecv == nil:
		return below
	case recv != nil && effects.TypeName(recv.Type()) == effects.TypeName(calleeRecv.Type()):
		return below
	case t.handsMessage(s), t.handsUndecoded(s):
		return below
	}
	return own
}

// handledBelow reports whether a call hands the very message to what handles it in another
// package: as it does where an interface is between, the finding stands there, and what is
// done for one message is told from what is done for another.
func (t *tracker) handledBelow(below summary.Place, s effects.Site) bool {
	return s.Callee.Pkg() != nil && below.Package == effects.PkgPath(s.Callee.Pkg()) && dispatches(s.Callee.Name()) && t.handsMessage(s)
}

// handsMessage reports whether a method is given the very message that is handled:
// what handles it, a projection, is of another type, but the same consumer goes on
// there.
func (t *tracker) handsMessage(s effects.Site) bool {
	if t.messageOf(); t.decodedType == nil || s.Invoke {
		return false
	}
	return slices.ContainsFunc(s.Args[min(s.Shift, len(s.Args)):], func(v ssa.Value) bool {
		return effects.Named(v.Type()) == t.decodedType && t.whole(v)&(fromMsg|params) != 0
	})
}

// handsUndecoded reports whether a method is given a message as it came: who takes it from
// the broker leaves it to that to say what it is, and what is due.
func (t *tracker) handsUndecoded(s effects.Site) bool {
	if t.messageOf(); t.decodedType != nil || s.Invoke {
		return false
	}
	return slices.ContainsFunc(s.Args[min(s.Shift, len(s.Args)):], func(v ssa.Value) bool {
		return (isBytes(v.Type()) || t.isMessage(v.Type())) && t.whole(v)&(fromMsg|fedBits) != 0
	})
}

// helps reports whether a function is called from several places, to do something
// for each. What is given messages as such is part of the consumer all the same.
func (t *tracker) helps(f *types.Func) bool {
	if t.callers(f) < 2 {
		return false
	}
	for p := range f.Signature().Params().Variables() {
		ty := p.Type()
		if m, ok := ty.Underlying().(*types.Map); ok {
			ty = m.Elem()
		}
		if t.isMessage(ty) {
			return false
		}
	}
	return true
}

// passedOn notes the parameters that a call hands on to whoever gives them
// messages.
func (t *tracker) passedOn(f *Func, s effects.Site) {
	for _, h := range t.softenedHandlers(s) {
		if h.Param >= len(s.Args) {
			continue
		}
		t.handOver(s.Args[h.Param], h, 0)
		for _, v := range t.inLists(s.Args[h.Param]) {
			t.handOver(v, h, 0)
			t.passedThrough(f, v, h, 0)
		}
	}
	if callee := t.funcOf(s); callee != nil {
		for _, k := range callee.Keeps {
			if k.Param >= len(s.Args) {
				continue
			}
			t.keepThrough(f, k.Field, s.Args[k.Param], keptValue{through: k.Through, by: s.Instr, param: k.Param})
		}
	}
}

// passedThrough notes the parameters that a value may be, or that it is made
// from.
func (t *tracker) passedThrough(f *Func, v ssa.Value, h Handler, depth int) {
	if _, method := t.ofInterface(v); method != nil {
		return // it is a consumer where it is made one of: see boundHandler
	}
	v, h = methodOf(v, h)
	if s, wraps := t.wrapsCalled(v, h, depth); len(wraps) > 0 {
		for _, a := range wraps {
			t.passedThrough(f, s.Args[a.Param], h.through(a), depth+1)
		}
		return
	}
	list, method := t.calledParams(v, h.Method)
	for _, p := range list {
		f.addHandler(Handler{Param: p, Method: method, Args: h.Args, Handling: h.Handling, Steps: h.Steps})
	}
}

// noteFills adds what the unit puts into what its parameters refer to.
func (t *tracker) noteFills(f *Func) {
	for i, p := range t.u.Func.Params {
		if !carries(p.Type()) {
			continue
		}
		base := t.u.Base(p)
		if o := (t.content[base] | t.filled[base]) &^ param(i); o != 0 {
			if _, ok := p.Type().Underlying().(*types.Chan); !ok {
				o &^= fromMsg // a consumer of its own; into a channel it hands on what it received
			}
			f.Fills = append(f.Fills, Fill{Param: i, From: o &^ fedBits})
		}
	}
}
