package flows

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
)

// A row is often written in a function that is handed to whoever opens the
// transaction. The call itself then writes nothing, as far as its callee tells.

// writesInside reports whether a call is handed a literal that writes, and that
// does not know whether the row was found: one that does may leave the write out.
func (p *course) writesInside(s effects.Site) bool {
	return slices.ContainsFunc(s.Args, func(a ssa.Value) bool {
		lit := p.t.callbackOf(a)
		return lit != nil && p.t.writesIn(lit) && !p.knows(lit)
	})
}

// writesIn reports whether a function of the unit's own writes, or one that is
// made in it.
func (t *tracker) writesIn(fn *ssa.Function) bool {
	for call := range effects.Calls(fn) {
		if s := t.site(call); s.Callee != nil && t.writesRow(s) {
			return true
		}
	}
	return slices.ContainsFunc(fn.AnonFuncs, t.writesIn)
}

// writesRow reports whether a call of a declared function writes a row, there or
// below.
func (t *tracker) writesRow(s effects.Site) bool {
	f := t.funcOf(s)
	return len(t.writesAt(s)) > 0 || f != nil && len(f.Writes) > 0
}

// knows reports whether a literal is made with what the call gave back by which
// the row is looked for: as it is, or in a variable that it was put into.
func (p *course) knows(lit *ssa.Function) bool {
	if p.call == nil {
		return true
	}
	given := results(p.call)
	tells := func(v ssa.Value) bool { return slices.Contains(given, v) }
	for i := range lit.FreeVars {
		v := p.t.u.Binding(lit.FreeVars[i])
		if v == nil || tells(v) {
			return true
		}
		if alloc, ok := v.(*ssa.Alloc); ok && slices.ContainsFunc(stored(alloc), tells) {
			return true
		}
	}
	return false
}

// ofAsking reports whether a function ends with the error of a store that it asks for
// something whether the row was found or not: that tells nothing of the row.
func (p *course) ofAsking(ret *ssa.Return) bool {
	if p.blind || len(ret.Results) == 0 {
		return false
	}
	err, ok := ret.Results[len(ret.Results)-1].(*ssa.Extract)
	if !ok || !isError(err.Type()) {
		return false
	}
	asked, ok := err.Tuple.(*ssa.Call)
	return ok && asked != p.call && p.regardless(asked.Block()) && p.t.onlyAsks(p.t.site(asked))
}
