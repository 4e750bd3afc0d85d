package flows

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What a goroutine fails at, nobody hears of: where the message is acknowledged beside
// it, or the handler answers success without waiting for it, that is lost. In a group,
// whoever waits for that hears of it.

// goFault is what becomes of the failure of what a goroutine does.
func (t *tracker) goFault(g *ssa.Go) Fault {
	switch {
	case t.idles(g):
		return Dropped
	case t.settlesItself(g):
		return None
	case t.ackedBeside(g), t.leftBehind(g):
		return Acked
	}
	return None
}

// settlesItself reports whether the goroutine acknowledges the message, or hands it back.
func (t *tracker) settlesItself(g *ssa.Go) bool {
	u := t.u
	if callee := g.Common().StaticCallee(); callee != nil && t.literalOf(g.Common().Value) == nil {
		i := t.view.Index(callee)
		if i < 0 {
			return true // nobody knows
		}
		u = t.units[i]
		t = t.trackerOf(i)
	}
	funcs := u.Funcs
	if lit := t.literalOf(g.Common().Value); lit != nil {
		funcs = []*ssa.Function{lit}
	} else if u == t.u && g.Common().StaticCallee() == nil {
		return true // a function value
	}
	for ci := range effects.Calls(funcs...) {
		if s := t.site(ci); t.acks(s) || t.nacks(s) {
			return true
		}
	}
	return false
}

// leftBehind reports whether a handler that answers for a message starts a goroutine
// and waits for nothing.
func (t *tracker) leftBehind(g *ssa.Go) bool {
	fn := g.Parent()
	results := fn.Signature.Results()
	return results.Len() == 1 && isError(results.At(0).Type()) && (t.handles(fn) || t.startedWithData(g)) && awaitsNothing(fn)
}

// startedWithData reports whether a goroutine is given some of the data that the unit is:
// what it fails at is about that, whoever decoded it.
func (t *tracker) startedWithData(g *ssa.Go) bool {
	given := slices.Clone(g.Common().Args)
	if made, ok := g.Common().Value.(*ssa.MakeClosure); ok {
		given = append(given, made.Bindings...)
	}
	return slices.ContainsFunc(given, func(v ssa.Value) bool {
		return !isContext(v.Type()) && !isContext(deref(v.Type())) && rootOf(v) != ssa.Value(t.receiver()) && t.whole(v)&^t.receiverBits()&(params|fromMsg) != 0
	})
}

// receiverBits are what comes from the unit's receiver.
func (t *tracker) receiverBits() Origin {
	if t.receiver() == nil {
		return 0
	}
	return param(0)
}

// awaitsNothing reports whether a function waits for nothing that somebody else does.
func awaitsNothing(fn *ssa.Function) bool {
	for instr := range effects.Instructions(fn) {
		switch i := instr.(type) {
		case *ssa.Select:
			return false
		case *ssa.UnOp:
			if i.Op == token.ARROW {
				return false
			}
		case ssa.CallInstruction:
			if callee := calleeOf(i); callee != nil && callee.Name() == "Wait" {
				return false
			}
		}
	}
	return true
}

// idles reports whether a literal that runs beside the unit writes nothing and tells nobody
// anything, and the unit waits for nothing: what it looks up, or waits for, decides nothing.
func (t *tracker) idles(g *ssa.Go) bool {
	lit := t.literalOf(g.Common().Value)
	if lit == nil || !awaitsNothing(g.Parent()) {
		return false
	}
	for instr := range effects.Instructions(lit) {
		switch i := instr.(type) {
		case *ssa.Send, *ssa.MapUpdate, *ssa.Go, *ssa.Select:
			return false
		case *ssa.Store:
			if _, own := i.Addr.(*ssa.Alloc); !own && !ofMadeArray(i.Addr) {
				return false
			}
		case ssa.CallInstruction:
			if !t.decidesNothing(t.site(i)) {
				return false
			}
		}
	}
	return true
}

// ofMadeArray reports whether an address is that of an element of an array which is made there,
// as the arguments of a variadic function are.
func ofMadeArray(addr ssa.Value) bool {
	at, ok := addr.(*ssa.IndexAddr)
	if !ok {
		return false
	}
	_, made := at.X.(*ssa.Alloc)
	return made
}

// decidesNothing reports whether a call only looks something up, or is a note, or lets time pass.
func (t *tracker) decidesNothing(s effects.Site) bool {
	call := s.Instr.Value()
	switch {
	case onlyTimes(s.Instr):
		return true
	case call == nil || s.Callee == nil:
		return false
	case sleeps(s.Instr):
		return true
	case notes(s.Callee.Name()):
		return t.funcOf(s) == nil && s.Method == nil && t.u.Touch(s) == nil
	}
	return t.onlyLooks(call)
}

// onlyTimes reports whether a call is about nothing but how long something may last: one of
// package context, or time, or the deferred end of a context. To end one before may tell others
// to stop.
func onlyTimes(call ssa.CallInstruction) bool {
	if _, deferred := call.(*ssa.Defer); deferred && effects.TypeName(call.Common().Value.Type()) == "context.CancelFunc" {
		return true
	}
	fn := calleeOf(call)
	return fn != nil && fn.Pkg() != nil && (fn.Pkg().Path() == "context" || fn.Pkg().Path() == "time")
}

// goAround is the goroutine that an instruction runs in, or nil.
func (t *tracker) goAround(instr ssa.Instruction) *ssa.Go {
	for fn := instr.Parent(); fn.Parent() != nil; fn = fn.Parent() {
		for g := range effects.Each[*ssa.Go](fn.Parent()) {
			if t.literalOf(g.Common().Value) == fn {
				return g
			}
		}
	}
	return nil
}

// groupsAround are the calls that wait for the groups of goroutines in which an
// instruction runs: g.Go(func() error { … }), g.Wait().
func (t *tracker) groupsAround(instr ssa.CallInstruction) []ssa.CallInstruction {
	var list []ssa.CallInstruction
	for fn := instr.Parent(); fn.Parent() != nil; fn = fn.Parent() {
		group := t.groupOf(fn)
		if group == nil {
			continue
		}
		for call := range effects.Each[*ssa.Call](fn.Parent()) {
			if callee := calleeOf(call); callee != nil && callee.Name() == "Wait" && isError(call.Type()) && len(call.Call.Args) == 1 && t.serverRoot(call.Call.Args[0]) == group {
				list = append(list, call)
			}
		}
	}
	return list
}

// groupOf is the group that runs a literal, or nil.
func (t *tracker) groupOf(lit *ssa.Function) ssa.Value {
	for call := range effects.Each[*ssa.Call](lit.Parent()) {
		args := call.Call.Args
		if callee := calleeOf(call); callee == nil || callee.Name() != "Go" && callee.Name() != "TryGo" || len(args) != 2 {
			continue
		}
		if t.literalOf(args[1]) == lit && lit.Signature.Results().Len() == 1 {
			return t.serverRoot(args[0])
		}
	}
	return nil
}
