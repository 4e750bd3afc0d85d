package flows

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// What a goroutine fails at, nobody hears of: where the message is acknowledged beside
// it, or the handler answers success without waiting for it, that is lost. In a group,
// whoever waits for that hears of it.

// goFault is what becomes of the failure of what a goroutine does.
func (t *tracker) goFault(g *ssa.Go) Fault {
	switch {
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
	if results.Len() != 1 || !isError(results.At(0).Type()) || !t.handles(fn) {
		return false
	}
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
