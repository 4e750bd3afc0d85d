package flows

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// waitOf is the call that runs a literal again and again until it succeeds.
func (t *tracker) waitOf(fn *ssa.Function) ssa.CallInstruction {
	for ci := range effects.Calls(fn.Parent()) {
		s := t.site(ci)
		if !t.waits(s) {
			continue
		}
		for _, run := range s.Runs {
			if run.Literal == fn {
				return ci
			}
		}
	}
	return nil
}

// waited reports whether a call is tried again until it succeeds, with a bound.
func (t *tracker) waited(instr ssa.CallInstruction) bool {
	if waits := t.waitsAround(instr); len(waits) > 0 {
		return !t.boundless(waits[0])
	}
	return sleepsAround(instr.Block()) && !t.takesNext(instr) && !t.endless(instr)
}

// takesNext reports whether the loop around a call takes another message at each turn: what
// it sleeps for is that none is there, and not what failed with the last.
func (t *tracker) takesNext(instr ssa.CallInstruction) bool {
	head := headAround(instr.Block())
	if head == nil {
		return false
	}
	receives, _ := t.receivesIn(head)
	return receives
}

// sleepsAround reports whether a block stands in a loop that sleeps.
func sleepsAround(b *ssa.BasicBlock) bool {
	for b := range loopAround(b) {
		if slices.ContainsFunc(b.Instrs, sleeps) {
			return true
		}
	}
	return false
}

// sleeps reports whether an instruction lets time pass: a call does, of the library's or of
// a function that stands before it, or a clock is listened to.
func sleeps(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.UnOp:
		return i.Op == token.ARROW && clockChannel(i.X.Type())
	case *ssa.Select:
		return slices.ContainsFunc(i.States, func(s *ssa.SelectState) bool { return s.Dir == types.RecvOnly && clockChannel(s.Chan.Type()) }) &&
			!slices.ContainsFunc(i.States, takesWork)
	}
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	if m := call.Common().Method; m != nil {
		return m.Name() == "Sleep" && onlyTakesTime(call.Common().Signature()) // a clock that tests may replace
	}
	callee := call.Common().StaticCallee()
	if callee == nil || callee.Pkg == nil {
		return false
	}
	if callee.Pkg.Pkg.Path() == "time" {
		return callee.Name() == "Sleep" || callee.Name() == "After" || callee.Name() == "NewTimer"
	}
	return onlyTakesTime(callee.Signature) && sleepsOnce(callee)
}

// takesWork reports whether a select may take in something to be worked on: such a loop goes
// on with the next one, and does not try again what failed with the last.
func takesWork(s *ssa.SelectState) bool {
	if s.Dir != types.RecvOnly || clockChannel(s.Chan.Type()) {
		return false
	}
	switch elem := elementOf(s.Chan.Type()).Underlying().(type) {
	case *types.Struct:
		return elem.NumFields() > 0
	case *types.Pointer, *types.Slice:
		return true
	}
	return false // that it is over, or a signal
}

// onlyTakesTime recognises the functions that are told no more than for how long, and tell
// nothing: what is given a context, or may fail, may be ended by that.
func onlyTakesTime(sig *types.Signature) bool {
	for p := range sig.Params().Variables() {
		if b, ok := p.Type().Underlying().(*types.Basic); !ok || b.Info()&types.IsNumeric == 0 {
			return false
		}
	}
	return sig.Results().Len() == 0
}

// sleepsOnce reports whether a function does nothing but to sleep.
func sleepsOnce(fn *ssa.Function) bool {
	if len(fn.Blocks) != 1 {
		return false
	}
	for ci := range effects.Calls(fn) {
		if callee := ci.Common().StaticCallee(); callee != nil && callee.Pkg != nil && callee.Pkg.Pkg.Path() == "time" && callee.Name() == "Sleep" {
			return true
		}
	}
	return false
}

// clockChannel recognises the channels of timers and tickers.
func clockChannel(ty types.Type) bool {
	elem := elementOf(ty)
	if elem == nil {
		return false
	}
	n := effects.Named(elem)
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "time" && n.Obj().Name() == "Time"
}

// waitsAround are the calls that try a call again until it succeeds: it stands in
// the function that they are given, or makes that.
func (t *tracker) waitsAround(instr ssa.CallInstruction) []ssa.CallInstruction {
	var list []ssa.CallInstruction
	for fn := instr.Parent(); fn.Parent() != nil; fn = fn.Parent() {
		if wait := t.waitOf(fn); wait != nil {
			list = append(list, wait)
		}
	}
	v := instr.Value()
	if v == nil {
		return list
	}
	if _, ok := v.Type().Underlying().(*types.Signature); !ok {
		return list
	}
	refs := slices.Clone(*v.Referrers())
	for _, ref := range refs {
		if as, ok := ref.(*ssa.ChangeType); ok {
			refs = append(refs, *as.Referrers()...)
		}
	}
	for _, ref := range refs {
		if call, ok := ref.(ssa.CallInstruction); ok && t.waits(t.site(call)) {
			list = append(list, call)
		}
	}
	return list
}

// waits reports whether a call waits for what it is given to succeed.
func (t *tracker) waits(s effects.Site) bool {
	if s.Callee == nil || s.Callee.Pkg() == nil {
		return false
	}
	if slices.ContainsFunc(s.Entries, func(e catalog.Entry) bool { return e.Role == catalog.WaitFor }) {
		return true
	}
	return t.cfg.MatchSymbol(config.RoleWait, effects.PkgPath(s.Callee.Pkg()), receiverName(s.Callee), s.Callee.Name()) == config.Yes
}

// endless reports whether a call stands in a loop that sleeps between tries and
// ends only once it succeeds.
func (t *tracker) endless(instr ssa.CallInstruction) bool { return t.endlessBut(instr, t.neverEnds) }

// startsEndless reports whether a call is the first try of a wait that goes on in such a
// loop: for !ok { time.Sleep(d); ok, err = exists() }.
func (t *tracker) startsEndless(instr ssa.CallInstruction) bool {
	call := instr.Value()
	if call == nil || calleeOf(call) == nil || call.Referrers() == nil {
		return false
	}
	for _, r := range results(call) {
		for _, joined := range joined(r)[1:] {
			for _, edge := range joined.(*ssa.Phi).Edges {
				if again := calledFor(edge); again != nil && again != call && calleeOf(again) == calleeOf(call) && t.endless(again) {
					return true
				}
			}
		}
	}
	return false
}

// calledFor is the call that a value is a result of, or nil.
func calledFor(v ssa.Value) *ssa.Call {
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	call, _ := v.(*ssa.Call)
	return call
}

// loopAround is the innermost loop that a block is part of, or nil.
func loopAround(b *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	for head := b; head != nil; head = head.Idom() {
		if loop := loopOf(head); loop[b] {
			return loop
		}
	}
	return nil
}

// loopOf are the blocks of the loops with a head.
func loopOf(head *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	loop := map[*ssa.BasicBlock]bool{}
	for _, tail := range head.Preds {
		if head.Dominates(tail) {
			collect(loop, tail, head)
		}
	}
	return loop
}

// collect adds the blocks from which control reaches a loop's tail.
func collect(loop map[*ssa.BasicBlock]bool, tail, head *ssa.BasicBlock) {
	loop[head] = true
	if loop[tail] {
		return
	}
	loop[tail] = true
	for _, p := range tail.Preds {
		collect(loop, p, head)
	}
}

// boundedBy reports whether a call in a loop asks whether to give up: for a
// context's end, or for the time.
func boundedBy(i ssa.CallInstruction) bool {
	if m := i.Common().Method; m != nil {
		return m.Name() == "Err" || m.Name() == "Done" || m.Name() == "Deadline"
	}
	callee := i.Common().StaticCallee()
	return callee != nil && callee.Pkg != nil && callee.Pkg.Pkg.Path() == "time" && (callee.Name() == "Since" || callee.Name() == "Now" || callee.Name() == "Until")
}

// endsInTime reports whether a value is a context that the unit has made to end in time.
func (t *tracker) endsInTime(v ssa.Value) bool {
	if !isContext(v.Type()) {
		return false
	}
	made, ok := t.read(v).(*ssa.Extract)
	if !ok {
		return false
	}
	call, ok := made.Tuple.(*ssa.Call)
	return ok && call.Call.StaticCallee() != nil && hasAnyPrefix(call.Call.StaticCallee().Name(), "withtimeout", "withdeadline")
}

// stopped reports whether control takes a turn of a select where somebody has ended the
// context. One that the unit has made to end in time is what bounds a wait.
func (t *tracker) stopped(from, to *ssa.BasicBlock) bool {
	state := taken(from, to)
	if state == nil {
		return false
	}
	done, ok := state.Chan.(*ssa.Call)
	return ok && done.Call.IsInvoke() && done.Call.Method.Name() == "Done" && isContext(done.Call.Value.Type()) && !t.endsInTime(done.Call.Value)
}

// counts reports whether a comparison in a loop is with a number of tries, which
// the loop adds to.
func counts(b *ssa.BinOp, loop map[*ssa.BasicBlock]bool) bool {
	switch b.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		return changesIn(b.X, loop) || changesIn(b.Y, loop)
	}
	return false
}

// changesIn reports whether a number is counted up or down in a loop.
func changesIn(v ssa.Value, loop map[*ssa.BasicBlock]bool) bool {
	if !isNumber(v.Type()) {
		return false
	}
	var from []ssa.Value
	switch v := v.(type) {
	case *ssa.Phi:
		from = v.Edges
	case *ssa.BinOp:
		from = []ssa.Value{v}
	case *ssa.UnOp:
		alloc, ok := v.X.(*ssa.Alloc)
		if !ok {
			return false
		}
		from = stored(alloc)
	}
	return slices.ContainsFunc(from, func(v ssa.Value) bool {
		step, ok := v.(*ssa.BinOp)
		return ok && loop[step.Block()] && (step.Op == token.ADD || step.Op == token.SUB)
	})
}

// boundless reports whether a library's wait never gives up: by its nature, or
// since it is told so.
func (t *tracker) boundless(wait ssa.CallInstruction) bool { return t.boundlessBut(wait, t.neverEnds) }

// boundlessBut is boundless, but for the end of a context that does not count.
func (t *tracker) boundlessBut(wait ssa.CallInstruction, spent func(context ssa.Value) bool) bool {
	s := t.site(wait)
	i := slices.IndexFunc(s.Entries, func(e catalog.Entry) bool { return e.Role == catalog.WaitFor })
	ends := func(v ssa.Value) bool { return endsSometime(v) && !spent(v) }
	if i < 0 || slices.ContainsFunc(s.Args, ends) || slices.ContainsFunc(s.Args, t.elsewhere) {
		return false
	}
	endless := !s.Entries[i].Bounded
	for instr := range effects.Instructions(t.u.Funcs...) {
		bounds, told := bound(instr, ends)
		if told && bounds {
			return false
		}
		endless = endless || told
	}
	return endless
}

// elsewhere reports whether a policy of retries was made in another function,
// which may have bounded it.
func (t *tracker) elsewhere(v ssa.Value) bool {
	v = withoutInterface(v)
	if _, ok := v.Type().Underlying().(*types.Signature); ok {
		return false // what is tried, or is told of the tries
	}
	if n := effects.Named(v.Type()); n == nil || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() == "context" || n.Obj().Pkg().Path() == "time" {
		return false
	}
	switch v := v.(type) {
	case *ssa.Parameter, *ssa.Global:
		return true
	case *ssa.UnOp:
		_, local := v.X.(*ssa.Alloc)
		return !local
	case *ssa.Call:
		return t.known(t.site(v))
	}
	return false
}

// endsSometime reports whether a value is a context that may be cancelled.
func endsSometime(v ssa.Value) bool {
	n, ok := types.Unalias(v.Type()).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "context" || n.Obj().Name() != "Context" {
		return false
	}
	call, ok := v.(*ssa.Call)
	if !ok || call.Call.StaticCallee() == nil {
		return true
	}
	name := call.Call.StaticCallee().Name()
	return name != "Background" && name != "TODO" && name != "WithoutCancel"
}

// bound is what an instruction says of how long a wait goes on: whether there is
// a bound, if it says anything. Contexts bound it by which it ends.
func bound(instr ssa.Instruction, ends func(context ssa.Value) bool) (bounds, told bool) {
	switch i := instr.(type) {
	case *ssa.Store:
		fa, ok := i.Addr.(*ssa.FieldAddr)
		if !ok {
			return false, false
		}
		switch structField(fa.X.Type(), fa.Field) {
		case "MaxElapsedTime", "MaxRetries", "MaxAttempts", "Attempts":
			return !isZero(i.Val), true
		}
	case *ssa.Call:
		callee := i.Call.StaticCallee()
		if callee == nil || callee.Signature.Recv() != nil {
			return false, false
		}
		args := i.Call.Args
		switch callee.Name() {
		case "WithMaxElapsedTime", "WithMaxRetries", "WithMaxTries", "WithMaxDuration", "WithMaxAttempts", "Attempts":
			return !slices.ContainsFunc(args, isZero), true
		case "UntilSucceeded", "NewConstantBackOff":
			return false, true
		case "WithContext", "Context":
			return slices.ContainsFunc(args, ends), slices.ContainsFunc(args, ends)
		}
	}
	return false, false
}
