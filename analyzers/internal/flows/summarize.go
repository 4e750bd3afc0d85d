package flows

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// Bounds of a summary. Past them it says less.
const (
	maxWrites = 100
	maxCalls  = 120
	maxReads  = 40
)

// summarize is what a unit does with data, all told.
func (t *tracker) summarize() *Func {
	f := new(Func)
	for _, fn := range t.u.Funcs {
		for instr := range effects.Instructions(fn) {
			switch i := instr.(type) {
			case ssa.CallInstruction:
				t.noteCall(f, i)
			case *ssa.Store:
				t.noteKeep(f, i)
				t.noteKeptChannel(f, i)
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
			f.TellsKeys = f.TellsKeys || tellsKeys(instr)
		}
	}
	t.noteReplaced(f)
	t.noteFills(f)
	t.noteUnasked(f)
	t.noteResults(f)
	t.keepsToHandlers(f)
	t.markSync(f)
	f.Acks = t.onlyAcks(f)
	t.notePublished(f)
	t.noteHeeds(f)
	f.Force = t.messageOf().Force
	if f.Always = t.always(); f.Always && t.u.Object != nil {
		f.At = t.view.Place(t.u, t.u.Object.Pos())
	}
	f.bound()
	return f
}

// noteCall adds what a call does.
func (t *tracker) noteCall(f *Func, instr ssa.CallInstruction) {
	s := t.site(instr)
	pos := t.view.CallPos(instr)
	for _, w := range slices.Concat(t.writesAt(s), t.executed(s), t.keyValueWrites(s)) {
		w.Place = t.view.Place(t.u, pos)
		t.prepare(instr, &w)
		if t.u.Object != nil {
			w.Store = receiverName(t.u.Object)
		}
		w.About, w.Subject = t.aboutAt(instr), t.rowAt(s)
		if w.Model != "" {
			w.Given = t.givenModel(s, w.Model)
		}
		if w.Columns == nil && !w.Delete {
			w.Told = t.toldColumns(s)
		}
		w.Branches = t.branchesOf(instr)
		t.readBoiler(&w)
		if !w.Insert {
			guard := t.guardOf(instr)
			w.Guard, w.Check = better(w.Guard, guard), guard.check()
		}
		t.noteRefusal(&w)
		t.speak(&w.About, w.Place, w.Guard, w.Check)
		w.Text = t.text(lastStep(w.Steps), &w.About)
		w.at = instr
		w.Unasked = t.unasked(false, 0, w.From, instr)
		w.removedBy(t.u.Func.Name())
		f.Writes = append(f.Writes, w)
	}
	if s.Callee == nil {
		t.valueCalled(f, s)
		return
	}
	if t.locks(s) {
		f.Locks = f.Locks.with(t.branchesOf(s.Instr))
	}
	t.noteDecoded(f, s)
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
			if d.Delete && d.Table == w.Table && d.at != w.at && d.at.Parent() == w.at.Parent() && d.From&w.From&(params|fromMsg) != 0 && before(d.at, w.at) {
				w.Insert = false
				w.Guard = better(w.Guard, better(d.Guard, t.guardOf(w.at)))
				break
			}
		}
	}
}

// before reports whether one instruction always runs before another.
func before(a, b ssa.Instruction) bool {
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	return slices.Index(a.Block().Instrs, a) < slices.Index(b.Block().Instrs, b)
}

func unused(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		if _, ok := ref.(*ssa.DebugRef); !ok {
			return false
		}
	}
	return true
}

func isError(ty types.Type) bool {
	n, ok := types.Unalias(ty).(*types.Named)
	return ok && n.Obj().Pkg() == nil && n.Obj().Name() == "error"
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
	for _, obj := range t.functionsCalled(common.Value) {
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
	}
	return own
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
	for _, h := range t.handlersOf(s) {
		if h.Param >= len(s.Args) {
			continue
		}
		t.handOver(s.Args[h.Param], h)
		for _, v := range t.inLists(s.Args[h.Param]) {
			t.handOver(v, h)
			t.passedThrough(f, v, h, 0)
		}
	}
	if callee := t.funcOf(s); callee != nil {
		for _, k := range callee.Keeps {
			if k.Param >= len(s.Args) {
				continue
			}
			t.keepThrough(f, k.Field, s.Args[k.Param], k.Through)
		}
	}
}

// passedThrough notes the parameters that a value may be, or that it is made
// from.
func (t *tracker) passedThrough(f *Func, v ssa.Value, h Handler, depth int) {
	v, h = methodOf(v, h)
	if s, wraps := t.wrapper(v); len(wraps) > 0 && h.Method == "" && depth < maxWrapped {
		for _, a := range wraps {
			t.passedThrough(f, s.Args[a.Param], h.through(a), depth+1)
		}
		return
	}
	for _, p := range t.paramsBehind(v) {
		f.addHandler(Handler{Param: p, Method: h.Method, Args: h.Args, Guard: h.Guard, Locks: h.Locks, TellsKeys: h.TellsKeys, Steps: h.Steps})
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

// noteResults adds what the results come from, and what a boolean one tells.
func (t *tracker) noteResults(f *Func) {
	for _, b := range t.u.Func.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		t.noteTold(f, ret.Results)
		for _, r := range ret.Results {
			f.Result |= t.whole(r) & flags
			if t.isMessage(r.Type()) {
				f.Result |= t.whole(r) & fromMsg // it receives for its callers
			}
			t.noteMade(f, r)
			t.noteGiven(f, r)
			t.noteReturned(f, r)
			t.noteWrapped(f, r)
			t.noteChannel(f, r)
			if isBool(r.Type()) {
				f.Compares = append(f.Compares, t.returnedBool(b, r)...)
			}
			if isError(r.Type()) && certain(r) {
				f.Refuses = append(f.Refuses, t.heldUnless(b)...)
			}
			switch {
			case isError(r.Type()) && !isNil(r):
				f.Checks |= t.checked(b)
			case isBool(r.Type()):
				f.Checks |= t.checked(b) | t.val[r]&params
			}
		}
	}
	f.Compares = f.Compares[:min(len(f.Compares), 4)]
	f.Refuses = f.Refuses[:min(len(f.Refuses), 4)]
}

// certain reports whether a returned error is one for sure: made here, or a
// variable of the package.
func certain(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return true
	case *ssa.UnOp:
		_, ok := v.X.(*ssa.Global)
		return ok
	case *ssa.Call:
		fn := v.Call.StaticCallee()
		if fn == nil || fn.Pkg == nil {
			return false
		}
		path := fn.Pkg.Pkg.Path()
		return path == "errors" || path == "fmt" || strings.HasSuffix(path, "/errors")
	}
	return false
}

// heldUnless are the comparisons that hold if a block is not reached.
func (t *tracker) heldUnless(b *ssa.BasicBlock) []Comparison {
	var list []Comparison
	for _, cond := range t.conditionsOf(b) {
		for _, cmp := range t.compare(cond.value, 0) {
			if cond.want {
				cmp.Op = negated(cmp.Op)
			}
			if cmp.Left != 0 && cmp.Right != 0 {
				list = append(list, cmp)
			}
		}
	}
	return list
}

// noteMade notes the types of which a result of an interface's type is made.
func (t *tracker) noteMade(f *Func, r ssa.Value) {
	if !types.IsInterface(r.Type()) || isError(r.Type()) {
		return
	}
	for _, name := range t.madeOf(r) {
		if !slices.Contains(f.Makes, name) && len(f.Makes) < 8 {
			f.Makes = append(f.Makes, name)
		}
	}
}

// madeOf are the concrete types of a value, if they are known.
func (t *tracker) madeOf(v ssa.Value) []string {
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	if ci, ok := v.(*ssa.ChangeInterface); ok {
		v = ci.X
	}
	if call, ok := v.(*ssa.Call); ok {
		if f := t.funcOf(t.site(call)); f != nil {
			return f.Makes
		}
		return nil
	}
	var names []string
	for _, ty := range t.concreteTypes(v) {
		names = append(names, effects.TypeName(ty))
	}
	return names
}

// returnedBool is what a returned boolean compares. A constant tells by the
// branch that leads to it.
func (t *tracker) returnedBool(b *ssa.BasicBlock, r ssa.Value) []Comparison {
	c, ok := r.(*ssa.Const)
	if !ok || c.Value == nil {
		return t.compare(r, 0)
	}
	var list []Comparison
	for _, cond := range t.conditionsOf(b) {
		for _, cmp := range t.compare(cond.value, 0) {
			if cond.want != (c.Value.String() == "true") {
				cmp.Op = negated(cmp.Op)
			}
			if cmp.Left != 0 && cmp.Right != 0 {
				list = append(list, cmp)
			}
		}
	}
	return list
}

// checked are the parameters whose state decides that an error is returned.
func (t *tracker) checked(b *ssa.BasicBlock) Origin {
	var o Origin
	for _, cond := range t.conditionsOf(b) {
		o |= t.checks(cond.value)
	}
	return o
}

// checks are the parameters of whose state a condition is.
func (t *tracker) checks(v ssa.Value) Origin {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return t.checks(v.X)
		}
		if fieldName(v, 0) != "" {
			return t.val[v] & params
		}
	case *ssa.Call:
		s := t.site(v)
		if f := t.funcOf(s); f != nil {
			return bind(f.Checks, t.argOrigins(s)) & params
		}
	case *ssa.BinOp:
		if isNil(v.X) || isNil(v.Y) {
			return 0
		}
		var o Origin
		for _, side := range []ssa.Value{v.X, v.Y} {
			if fieldName(side, 0) != "" {
				o |= t.val[side] & params
			}
		}
		return o
	}
	return 0
}

// bound puts a summary in a fixed order and within its bounds.
func (f *Func) bound() {
	slices.SortStableFunc(f.Writes, func(a, b Write) int {
		return cmp.Or(cmp.Compare(a.key(), b.key()), cmp.Compare(len(a.Steps), len(b.Steps)), compareSteps(a.Steps, b.Steps))
	})
	f.Writes = slices.CompactFunc(f.Writes, func(a, b Write) bool { return a.key() == b.key() })
	f.Writes = f.Writes[:min(len(f.Writes), maxWrites)]
	slices.SortStableFunc(f.Calls, func(a, b Call) int {
		return cmp.Or(cmp.Compare(callKey(a), callKey(b)), cmp.Compare(len(a.Steps), len(b.Steps)), compareSteps(a.Steps, b.Steps))
	})
	f.Calls = slices.CompactFunc(f.Calls, func(a, b Call) bool { return callKey(a) == callKey(b) })
	f.boundCalls()
	slices.SortStableFunc(f.Raises, func(a, b Raised) int { return cmp.Or(cmp.Compare(a.key(), b.key()), compareSteps(a.Steps, b.Steps)) })
	f.Raises = slices.CompactFunc(f.Raises, func(a, b Raised) bool { return a.key() == b.key() })
	slices.SortFunc(f.Reads, func(a, b Read) int { return cmp.Compare(a.key(), b.key()) })
	f.Reads = f.Reads[:min(len(f.Reads), maxReads)]
	slices.SortStableFunc(f.Handlers, func(a, b Handler) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Method, b.Method))
	})
	slices.SortFunc(f.Hands, func(a, b Hand) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Method.String(), b.Method.String()), cmp.Compare(a.Arg, b.Arg))
	})
	slices.SortStableFunc(f.Applies, func(a, b Apply) int { return cmp.Compare(a.key(), b.key()) })
	slices.SortFunc(f.Keeps, func(a, b Keep) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Field.String(), b.Field.String()))
	})
}

// boundCalls leaves out what a function that dispatches to dozens of others has too
// much of: first what only looks up, or tells others.
func (f *Func) boundCalls() {
	aside := func(c Call) int {
		if hasAnyPrefix(c.Method.Name, "get", "find", "list", "count", "exists", "is", "has", "publish", "emit", "notify", "post", "log") {
			return 1
		}
		return 0
	}
	if len(f.Calls) <= maxCalls {
		return
	}
	slices.SortStableFunc(f.Calls, func(a, b Call) int { return cmp.Compare(aside(a), aside(b)) })
	f.Calls = f.Calls[:maxCalls]
	slices.SortStableFunc(f.Calls, func(a, b Call) int { return cmp.Compare(callKey(a), callKey(b)) })
}

func callKey(c Call) string {
	return fmt.Sprintf("%s|%x|%s:%d:%d|%s|%v|%v", c.Method, c.Args, c.Place.File, c.Place.Line, c.Place.Col, c.Guard.Kind, c.Known, c.Gate)
}

func compareSteps(a, b []summary.Step) int {
	return slices.CompareFunc(a, b, func(x, y summary.Step) int {
		return cmp.Or(strings.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Col, y.Col), strings.Compare(x.Note, y.Note))
	})
}
